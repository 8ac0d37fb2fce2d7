package main

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParsePages(t *testing.T) {
	for _, c := range []struct {
		in   string
		want []int
	}{
		{"1", []int{1}},
		{"1,3-4", []int{1, 3, 4}},
		{" 4 , 2 - 3 ,2", []int{2, 3, 4}},
		{"7-7", []int{7}},
		{"", nil},
		{",", nil},
		{"1,", nil},
		{"0", nil},
		{"-1", nil},
		{"3-", nil},
		{"4-3", nil},
		{"1-2-3", nil},
		{"1;2", nil},
		{"一", nil},
		{"1-99999999999999999999", nil},
		{"1-1000000", nil},
		{"1-9999,1-9999,1-9999", nil},
	} {
		got, ok := parsePages(c.in)
		if ok != (c.want != nil) || !cmp.Equal(got, c.want) {
			t.Errorf("parsePages(%q) = %v, %v, want %v", c.in, got, ok, c.want)
		}
	}
}

func FuzzParsePages(f *testing.F) {
	f.Add("1,3-4")
	f.Fuzz(func(t *testing.T, s string) {
		pages, ok := parsePages(s)
		if ok == (pages == nil) {
			t.Fatalf("%v, %v", pages, ok)
		}
		for i, n := range pages {
			if n < 1 || n > maxPage || i > 0 && n <= pages[i-1] {
				t.Fatalf("%v is not ascending inside 1 to %d", pages, maxPage)
			}
		}
	})
}
