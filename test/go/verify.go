// SPDX-License-Identifier: ISC

// Verify reads a paper's record over HTTP with Go's own packages for signed
// notes and transparency logs, and knows nothing of stet but its paths.
//
//	verify URL VERIFIER OLD [flip]
//
// OLD is a file with an earlier checkpoint.  With "flip" one bit of each
// answer is turned round first, which has to be found out.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

var base, flip string

// flipped turns a bit round in answers whose path begins with what to flip.
func flipped(path string, b []byte) []byte {
	if flip != "" && strings.HasPrefix(path, flip) {
		at := len(b) - 1
		if at > 40 {
			at = 40 // in the first leaf, which is looked at
		}
		b[at] ^= 1
	}
	return b
}

func get(path string) ([]byte, error) {
	r, err := http.Get(base + "/record/" + path)
	if err != nil {
		return nil, err
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != 200 {
		err = fmt.Errorf("%s: %s", path, r.Status)
	}
	return flipped(path, b), err
}

// A number in pieces of three digits, all but the last behind an x.
func pieces(n int64) string {
	s := fmt.Sprintf("%03d", n%1000)
	for n /= 1000; n > 0; n /= 1000 {
		s = fmt.Sprintf("x%03d/%s", n%1000, s)
	}
	return s
}

func part(s string, w int) string {
	if w == 1<<height {
		return s
	}
	return fmt.Sprintf("%s.p/%d", s, w)
}

type tiles struct{}

func (tiles) Height() int { return height }

func (tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func (tiles) ReadTiles(list []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range list {
		b, err := get(part(fmt.Sprintf("tile/%d/%s", t.L, pieces(t.N)), t.W))
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

func tree(text []byte, by note.Verifier) (tlog.Tree, error) {
	var t tlog.Tree
	n, err := note.Open(text, note.VerifierList(by))
	if err != nil {
		return t, err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != by.Name() {
		return t, fmt.Errorf("no checkpoint of %s", by.Name())
	}
	if t.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return t, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != len(t.Hash) {
		return t, fmt.Errorf("the root can't be read")
	}
	copy(t.Hash[:], root)
	return t, nil
}

// The n-th leaf, out of its bundle.
func leaf(t tlog.Tree, n int64) ([]byte, error) {
	tile := n >> height
	w := int(t.N - tile<<height)
	if w > 1<<height {
		w = 1 << height
	}
	b, err := get(part("tile/entries/"+pieces(tile), w))
	for i := tile << height; err == nil; i++ {
		if len(b) < 2 || len(b) < 2+int(binary.BigEndian.Uint16(b)) {
			return nil, fmt.Errorf("the bundle ends too early")
		}
		size := 2 + int(binary.BigEndian.Uint16(b))
		if i == n {
			return b[2:size], nil
		}
		b = b[size:]
	}
	return nil, err
}

func included(t tlog.Tree, r tlog.HashReader, n int64) error {
	text, err := leaf(t, n)
	if err != nil {
		return err
	}
	p, err := tlog.ProveRecord(t.N, n, r)
	if err != nil {
		return err
	}
	return tlog.CheckRecord(p, t.N, t.Hash, n, tlog.RecordHash(text))
}

func verify(key, old string) error {
	by, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	text, err := get("checkpoint")
	if err != nil {
		return err
	}
	now, err := tree(text, by)
	if err != nil {
		return err
	}
	if text, err = os.ReadFile(old); err != nil {
		return err
	}
	before, err := tree(text, by)
	if err != nil {
		return err
	}
	r := tlog.TileHashReader(now, tiles{})
	for n := int64(0); n < now.N; n += 1 + now.N/7 {
		if err = included(now, r, n); err != nil {
			return fmt.Errorf("entry %d: %w", n, err)
		}
	}
	if err = included(now, r, now.N-1); err != nil {
		return fmt.Errorf("the last entry: %w", err)
	}
	p, err := tlog.ProveTree(now.N, before.N, r)
	if err != nil {
		return err
	}
	if err = tlog.CheckTree(p, now.N, now.Hash, before.N, before.Hash); err != nil {
		return err
	}
	fmt.Printf("%d entries, %d of them before\n", now.N, before.N)
	return nil
}

func main() {
	base = strings.TrimSuffix(os.Args[1], "/")
	if len(os.Args) > 4 {
		flip = os.Args[4]
	}
	if err := verify(os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
