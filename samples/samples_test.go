package samples_test

import (
	"io/fs"
	"testing"

	"duikai/samples"
)

func TestWangtingIsAnIssueFolder(t *testing.T) {
	if _, err := fs.Stat(samples.Wangting(), "issue.yaml"); err != nil {
		t.Fatal(err)
	}
	stories, err := fs.Glob(samples.Wangting(), "stories/*.md")
	if err != nil || len(stories) == 0 {
		t.Fatalf("%d stories, %v", len(stories), err)
	}
}

func TestWangtingCarriesItsPictures(t *testing.T) {
	pictures, err := fs.Glob(samples.Wangting(), "pictures/*.*")
	if err != nil || len(pictures) < 20 {
		t.Fatalf("%d pictures, %v", len(pictures), err)
	}
}
