#!/bin/sh
# Fetches the embedded faces again and checks them, as the table in
# embedded/FONTS.md says: npm packages with npm pack, Debian packages with
# apt-get download. With --check it only checks the files that are there.
#
#	fonts/fetch.sh [--check]
set -eu

dir=$(cd "$(dirname "$0")/embedded" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM

# The rows of the table: the first cell of each ends in .ttf. Cells hold no
# spaces but the second, which is not needed.
awk -F ' *[|] *' '$2 ~ /[.]ttf$/ { print $2, $4, $5, $6, $7, $10 }' "$dir/FONTS.md" >"$work/rows"
[ -s "$work/rows" ] || { echo "no faces in $dir/FONTS.md" >&2; exit 1; }

check() { # file sum
	echo "$2  $1" | sha256sum --check --quiet - || { echo "$1 is not the file of FONTS.md" >&2; exit 1; }
}

while read -r file client package version path sum; do
	if [ "${1-}" != --check ]; then
		unpacked=$work/$(echo "$package-$version" | tr -c 'A-Za-z0-9.\n-' _)
		if [ ! -d "$unpacked" ]; then
			mkdir "$unpacked"
			case $client in
			npm)
				(cd "$unpacked" && npm pack --silent "$package@$version" >/dev/null </dev/null && tar -xzf ./*.tgz --strip-components=1)
				;;
			apt)
				(cd "$unpacked" && apt-get download -q "$package=$version" </dev/null && dpkg-deb -x ./*.deb .)
				;;
			*)
				echo "$file: no way to fetch from $client" >&2
				exit 1
				;;
			esac
		fi
		check "$unpacked/$path" "$sum"
		# In one step, so that a build never sees half a file.
		cp "$unpacked/$path" "$dir/.$file.new"
		mv "$dir/.$file.new" "$dir/$file"
	fi
	check "$dir/$file" "$sum"
	echo "$file: as in FONTS.md"
done <"$work/rows"
