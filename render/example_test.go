package render_test

import (
	"bytes"
	"fmt"
	"testing/fstest"

	"duikai/layout/diag"
	"duikai/render"
	"duikai/render/pdfx"
	"duikai/render/proof"
	"duikai/render/replica"
)

// folder is a small issue, as a program may hold it in memory.
func folder(body string) fstest.MapFS {
	return fstest.MapFS{
		"issue.yaml":     {Data: []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: fog, at: [1, 1], span: [2, 12]}]}]\n")},
		"stories/fog.md": {Data: []byte("---\nheadline: 江上起雾渡船停航\n---\n" + body + "\n")},
	}
}

const fog = "本报讯　今晨江上起雾，渡口的船都停了。摆渡人坐在船头补网，说等太阳过了塔尖，雾就散了。九点一刻，头班船离岸。"

// An issue is set: its problems are values, its file goes where the caller wants it.
func Example() {
	r, err := render.Job{FS: folder(fog)}.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	var file bytes.Buffer
	found, err := r.PDF(&file, render.Printing{Standard: pdfx.X1a})
	fmt.Println(len(r.Edition.Pages), r.Fails(), found.Has(diag.Error), err, file.String()[:8])
	// Output: 1 false false <nil> %PDF-1.4
}

// What is wrong with a manuscript stands at its place, in the editor's language, with
// what to do; such an edition is not printed.
func ExampleResult_Fails() {
	issue := folder(fog)
	issue["issue.yaml"].Data = bytes.Replace(issue["issue.yaml"].Data, []byte("story: fog"), []byte("story: fig"), 1)
	r, err := render.Job{FS: issue}.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, p := range r.Problems {
		if p.Severity() >= diag.Error {
			fmt.Printf("%s [%s]\n", p.Pos, p.Code)
		}
	}
	_, err = r.PDF(new(bytes.Buffer), render.Printing{})
	fmt.Println(r.Fails(), err == render.ErrNotDrawn || err == render.ErrNotComposed)
	// Output:
	// issue.yaml:3:37 [missing-story]
	// true true
}

// A page is seen as a picture.
func ExampleResult_PNG() {
	r, err := render.Job{FS: folder(fog)}.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	var picture bytes.Buffer
	fmt.Println(r.PNG(&picture, 2, proof.Options{DPI: 30}), picture.String()[1:4])
	fmt.Println(r.PNG(&picture, 9, proof.Options{}))
	// Output:
	// <nil> PNG
	// the edition has no page 9
}

// Pages are made up by the program where the issue gives no places.
func ExampleJob_plan() {
	issue := folder(fog)
	issue["issue.yaml"].Data = []byte("paper: 望汀日报\ndate: 2026-11-23\npages: [{number: 2, slots: [{story: fog}]}]\n")
	r, err := render.Job{FS: issue}.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(len(r.Plans.Pages), len(r.Edition.Pages[0].Placements) > 0)
	// Output: 1 true
}

// A copy for readers is a list of files that the caller puts where they belong.
func ExampleResult_Copy() {
	r, err := render.Job{FS: folder(fog)}.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	err = r.Copy(replica.EPub, "", func(name string, data []byte) error {
		fmt.Println(name, string(data[:2]))
		return nil
	})
	fmt.Println(err)
	// Output:
	// 2026-11-23.epub PK
	// <nil>
}

// What happened is told slot by slot.
func ExampleResult_Report() {
	r, err := render.Job{FS: folder(fog), Record: true}.Run()
	if err != nil {
		fmt.Println(err)
		return
	}
	rep, err := r.Report(diag.English)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rep.WriteJSON(new(bytes.Buffer)), rep.WriteText(new(bytes.Buffer), diag.English))
	// Output: <nil> <nil>
}
