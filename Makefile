# The two commands of the README, and what developers use.
#	make run	install what is missing, build, make a demonstration
#			newsroom, serve it, print the addresses;
#			THEME=broadsheet sets it in another theme
#	make test	install what is missing, build, run every test
.POSIX:
.PHONY: build run test bench format lint fuzz demo install clean

PREFIX = /usr/local
LISTEN = 127.0.0.1:8080
THEME =

build: tools/packages.build
	@tools/need tools/packages.build
	@test -f build/build.ninja || meson setup build >build.log || \
	    { cat build.log; exit 1; }
	@rm -f build.log
	@ninja -C build stet

run: demo
	@echo "The Harbour Gazette: http://$(LISTEN)/  (Ctrl-C stops it)"
	@build/stet serve demo/paper --listen $(LISTEN)

demo: build
	@tools/need tools/packages.demo
	@demo/make build/stet demo/paper http://$(LISTEN)/
	@demo/theme build/stet demo/paper '$(THEME)'

test:
	@tools/need tools/packages.build tools/packages.demo tools/packages.test
	@tools/test

bench: build
	@tools/need tools/packages.bench
	@bench/run

fuzz:
	@tools/need tools/packages.build tools/packages.test
	@tools/fuzz

format:
	@clang-format -i $$(git ls-files 'src/*.[ch]' 'test/*.[ch]' 'fuzz/*.[ch]' 'bench/*.[ch]')

lint:
	@tools/lint

install: build
	@meson install -C build --destdir "$(DESTDIR)"

clean:
	rm -rf build build-* demo/paper
