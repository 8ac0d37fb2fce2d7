package e2e

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// npm is a package as npm has it: fetched once into the user's cache folder, and known
// by its sum.
type npm struct {
	name, version, sum string // SHA-512
}

// mostArchive bounds an archive, and a file of it.
const mostArchive = 16 << 20

var (
	// What judges whether a page can be used by everybody.
	axeCore = npm{"axe-core", "4.14.1", "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="}
	// What shows PDF files in browsers.
	pdfJS = npm{"pdfjs-dist", "6.5.438", "vg8Pw1x+AFKy4AMDvhuWl5cOYV8d698UoEANoFFhc79hqXDnZQqnOXoxw3HG907WHOg1JYOvLhP756boddFxpA=="}
)

// archive is the archive of the package.
func (p npm) archive() ([]byte, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return nil, err
	}
	file := filepath.Join(cache, "duikai-e2e", p.name+"-"+p.version+".tgz")
	if data, err := os.ReadFile(file); err == nil {
		return data, p.check(data)
	}
	address := "https://registry.npmjs.org/" + p.name + "/-/" + p.name + "-" + p.version + ".tgz"
	client := http.Client{Timeout: time.Minute}
	answer, err := client.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, mostArchive))
	if err == nil {
		err = p.check(data)
	}
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err == nil {
		_ = os.WriteFile(file, data, 0o644) // without it the next run fetches it again
	}
	return data, nil
}

func (p npm) check(data []byte) error {
	sum := sha512.Sum512(data)
	if got := base64.StdEncoding.EncodeToString(sum[:]); got != p.sum {
		return fmt.Errorf("%s has the sum %s, not %s", p.name, got, p.sum)
	}
	return nil
}

// files are files of the package by their paths.
func (p npm) files(paths ...string) (map[string]string, error) {
	data, err := p.archive()
	if err != nil {
		return nil, err
	}
	zip, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out := make(map[string]string)
	for r := tar.NewReader(zip); len(out) < len(paths); {
		h, err := r.Next()
		if err != nil {
			return nil, err
		}
		if name := strings.TrimPrefix(h.Name, "package/"); slices.Contains(paths, name) {
			text, err := io.ReadAll(io.LimitReader(r, mostArchive))
			if err != nil {
				return nil, err
			}
			out[name] = string(text)
		}
	}
	return out, nil
}

var axe = sync.OnceValues(func() (string, error) {
	files, err := axeCore.files("axe.min.js")
	return files["axe.min.js"], err
})

// needAxe skips a test where axe-core is not here and cannot be fetched.
func needAxe(t *testing.T) {
	t.Helper()
	if _, err := axe(); err != nil {
		t.Skip("without axe-core from npm: ", err)
	}
}
