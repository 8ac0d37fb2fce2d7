package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"duikai/cmd/internal/archive"
	"duikai/cmd/internal/workbench"
	"duikai/fonts"
	"duikai/layout"
	"duikai/layout/diag"
	"duikai/layout/manuscript"
	"duikai/layout/page"
	"duikai/layout/planner"
	"duikai/render"
	"duikai/render/live"
	"duikai/render/picture"
	"duikai/render/proof"
	"duikai/render/report"
)

type serveOptions struct {
	listen  string
	against string
	editor  string
	share   bool
	print   render.Printing
}

func (a *app) serveCommand() *cobra.Command {
	var o serveOptions
	c := &cobra.Command{
		Use:   "serve ISSUE",
		Short: a.say("make the pages in a browser, and see every save", "在浏览器中编版，实时显示版面"),
		Long: a.say(
			"Show the issue folder ISSUE in a browser: whenever a file is saved, the pages are\nset again and those that changed are replaced. When the issue cannot be read, the\nlast good pages stay. With the address that is printed the pages are edited too:\nslots are moved and sized, words changed, and each change stands in the files at\nonce and can be undone. Without its token the pages can only be looked at, and on\nthis machine alone; --share prints an address for colleagues, who read, and needs\n--listen. --editor names the program that opens a line. --against compares with another issue\nfolder, the pictures of an earlier duikai proof, or any PDF (all its pages, from\npage 1), side by side or blinking.",
			"在浏览器中显示文件夹 ISSUE：一存盘就重排，只更换有变化的版；稿件读不出时保留\n最近一次成功的版面。用输出的地址打开即可编版：移动、缩放版位，改动文字，每一步\n立即写入文件，都可撤销。没有地址中的口令只能查看，而且只限本机；--share 另给同事\n一个只读地址，须与 --listen 同用。--editor 指定打开稿件所用的程序。--against 与另一期文件夹、先前的校样图片或任何 PDF（须从第 1 版\n起各版齐全）并排或闪烁对照。"),
		Example:           "  duikai serve 2026-11-23\n  duikai serve 2026-11-23 --editor 'code -g {file}:{line}:{col}'\n  duikai serve 2026-11-23 --listen 127.0.0.1:8000 --against first-proof",
		Args:              a.args(1, 1),
		ValidArgsFunction: onlyFolders,
		RunE: func(c *cobra.Command, args []string) error {
			var err error
			if o.print, err = a.standard(c.Flags()); err != nil {
				return err
			}
			return a.serve(c.Context(), args[0], o)
		},
	}
	a.standardFlag(c)
	c.Flags().StringVar(&o.listen, "listen", "127.0.0.1:0", a.say("`ADDRESS` to listen at; port 0 takes a free one", "监听地址 `ADDRESS`；端口 0 为任意空闲端口"))
	c.Flags().StringVar(&o.against, "against", "", a.say("compare with another issue folder, the folder of an earlier duikai proof, or a PDF: `DIR|FILE.pdf`", "与另一期文件夹、先前 duikai proof 输出的文件夹或 PDF 对照：`DIR|FILE.pdf`"))
	c.Flags().StringVar(&o.editor, "editor", "", a.say("`COMMAND` that opens a line, such as 'code -g {file}:{line}:{col}'", "打开某一行的命令 `COMMAND`，如 'code -g {file}:{line}:{col}'"))
	c.Flags().BoolVar(&o.share, "share", false, a.say("print an address for reading too, for other machines", "另外输出一个只读地址，供别的机器查看"))
	must(c.RegisterFlagCompletionFunc("editor", cobra.NoFileCompletions))
	must(c.RegisterFlagCompletionFunc("listen", cobra.NoFileCompletions))
	must(c.MarkFlagFilename("against", "pdf"))
	return c
}

// desk sets one issue again and again.
type desk struct {
	painter  picture.Painter // nil: advertisements are grey
	folder   *folder
	opened   int // folder.times of what is kept below; -1: nothing is
	print    render.Printing
	glyphs   *proof.Glyphs
	press    render.Presses
	shelf    *picture.Shelf
	pictures *picture.Store
	summing  sync.Mutex
	sums     map[string][2]string // of files: their stamps, and what they hold
	stamps   string               // of the pictures that the store holds
	fonts    string               // stamps of the faces below
	own      map[fonts.Role][]*fonts.Face
	common   func() (*fonts.Set, error) // the faces that do not come with the issue; nil: the program's own
	plans    *planner.Memory            // made with these faces
	stories  *manuscript.Memory
	poured   *layout.Memory
	looks    *picture.Looks
	problems diag.List // of the faces
	good     live.State
}

func newDesk(f *folder, print render.Printing) *desk {
	return &desk{folder: f, opened: -1, print: print, glyphs: new(proof.Glyphs), plans: new(planner.Memory), stories: new(manuscript.Memory), poured: new(layout.Memory), shelf: new(picture.Shelf)}
}

// stamp tells one state of a file of the issue from another.
func (d *desk) stamp(file string) string {
	fi, err := fs.Stat(d.folder.fs(), file)
	if err != nil {
		return "none"
	}
	return stampOf(fi)
}

// faces opens the issue's own faces once for as long as their files stay the
// same: glyphs are kept by face.
func (d *desk) faces(fsys fs.FS, files []manuscript.FontFiles) (map[fonts.Role][]*fonts.Face, diag.List) {
	var now strings.Builder
	for _, ff := range files {
		for _, file := range ff.Files {
			fmt.Fprintln(&now, ff.Role, file, d.stamp(file.Path))
		}
	}
	if now.String() != d.fonts {
		d.own, d.problems = render.OpenFaces(fsys, files)
		d.fonts, d.glyphs = now.String(), new(proof.Glyphs)
		d.plans.Forget()
	}
	return d.own, d.problems
}

// fileSum names what a file of the issue holds; one that stays the same is read once.
func (d *desk) fileSum(name string) string {
	d.summing.Lock()
	defer d.summing.Unlock()
	now := d.stamp(name)
	if have := d.sums[name]; have[0] == now && have[1] != "" {
		return have[1]
	}
	if d.sums == nil {
		d.sums = map[string][2]string{}
	}
	d.sums[name] = [2]string{now, render.FileSum(d.folder.fs(), name)}
	return d.sums[name][1]
}

// set makes the state that is shown now. When nothing can be set, it is the
// last good edition with the problems of now.
func (d *desk) set(ctx context.Context) (live.State, render.Result, error) {
	if err := d.folder.follow(); err != nil {
		r := render.Result{Problems: diag.List{diag.New(diag.Unreadable, diag.Pos{}, reasonOf(err))}}
		st := d.good
		st.Broken, st.Problems, st.Places = st.Edition != nil, r.Problems, render.Places(st.Edition, r.Problems)
		return st, r, nil
	}
	if n := d.folder.times(); n != d.opened { // what was read of the one before is not read again
		d.opened, d.stamps, d.fonts, d.looks = n, "", "", &picture.Looks{Stamp: d.stamp}
	}
	j := render.Job{FS: d.folder.fs(), Draft: true, Record: true, FileSum: d.fileSum, FacesOf: d.common, OwnFaces: d.faces, Presses: &d.press, Shelf: d.shelf, Looks: d.looks, Stories: d.stories, Poured: d.poured, Printing: d.print, Painter: d.painter, Plan: planner.Options{Memory: d.plans}}
	r, err := j.RunContext(ctx)
	if err != nil {
		return live.State{}, r, err
	}
	if r.Unusable() || r.Edition == nil || len(r.Edition.Pages) == 0 {
		st := d.good
		st.Broken = st.Edition != nil
		st.Problems, st.Places = r.Problems, render.Places(st.Edition, r.Problems)
		return st, r, nil
	}
	d.refreshPictures(r)
	s := &shots{d.pictures, d.glyphs, r.Faces.Chain(fonts.Hei)}
	d.good = live.State{Edition: r.Edition, Problems: r.Problems, Places: render.Places(r.Edition, r.Problems), Draw: s.page, Stamp: d.stamp}
	return d.good, r, nil
}

// refreshPictures takes the store of the last setting, as its pictures will
// print, when a picture's file or the press has changed.
func (d *desk) refreshPictures(r render.Result) {
	var now strings.Builder
	fmt.Fprintf(&now, "%x\n", sha256.Sum256(r.Profile))
	for _, p := range r.Edition.Pages {
		for _, it := range p.Items {
			switch it := it.(type) {
			case *page.Picture:
				fmt.Fprintln(&now, it.File, d.stamp(it.File))
			case *page.Block:
				fmt.Fprintln(&now, it.File, d.stamp(it.File))
			}
		}
	}
	if now.String() != d.stamps {
		d.pictures, d.stamps = r.Pictures, now.String()
	}
}

// listen opens the port. An address without a host means this machine.
func (a *app) listen(address string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf(a.say("--listen takes an address such as 127.0.0.1:8000, not %q", "--listen 应为 127.0.0.1:8000 这样的地址，而非 %q"), address)
	}
	if host == "" {
		host = "127.0.0.1"
	}
	l, err := net.Listen("tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, err
	}
	if at, ok := l.Addr().(*net.TCPAddr); ok && !at.IP.IsLoopback() {
		a.complain(a.say("warning: other machines reach this server: who has the first address can change the issue", "警告：别的机器可以访问此服务，得到第一个地址的人都能改动本期"))
	}
	return l, nil
}

// Limits of the server's connections.
const (
	headerTime = 10 * time.Second
	idleTime   = 2 * time.Minute
	endTime    = 2 * time.Second // for answers under way when the run ends
)

func (a *app) serve(ctx context.Context, issue string, o serveOptions) error {
	f, err := a.folder(a.stderr, issue)
	if err != nil {
		return err
	}
	defer f.close()
	before, closeBefore, err := a.against(ctx, o)
	if err != nil {
		return err
	}
	defer closeBefore()
	l, err := a.listen(o.listen)
	if err != nil {
		return err
	}
	server := live.New(live.Options{Lang: a.lang, DPI: proof.DefaultDPI, Before: before, BeforeName: filepath.Base(o.against), Modules: workbench.Modules, Styles: workbench.Styles})
	d := newDesk(f, o.print)
	gate, bench, edits, err := a.gate(f, server, d.plans, o)
	if err != nil {
		_ = l.Close()
		return err
	}
	web := &http.Server{Handler: gate, ReadHeaderTimeout: headerTime, IdleTimeout: idleTime, MaxHeaderBytes: 16 << 10}
	ended := make(chan error, 1)
	go func() { ended <- web.Serve(l) }()
	defer func() {
		server.Close()
		wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
		defer cancel()
		if web.Shutdown(wait) != nil {
			_ = web.Close()
		}
	}()
	if err := a.tellAddresses(l.Addr(), gate); err != nil {
		return err
	}
	switch unlock, err := (editable{f}).hold(serveLock); {
	case errors.Is(err, archive.ErrBusy):
		a.complain(a.say("another duikai serves this folder: both may edit it and share what can be undone, but the one does not see who is at work at the other", "另一个 duikai 正在服务此文件夹：两边都可编辑，撤销记录共用，但看不到对方正在编辑哪一版"))
	case err == nil:
		defer unlock()
	}

	ctx, stop := context.WithCancel(ctx)
	changes := watch(ctx, f)
	defer func() {
		stop()
		for range changes { // until nothing is held open any more
		}
	}()
	d.shelf = a.newShelf()
	d.painter = a.painter()
	for set := uint64(0); ; {
		// An edit is set as soon as it is written, and the watch tells of it later.
		if print := fingerprint(f); print != set {
			set = print
			if err := a.publish(ctx, server, bench, d); err != nil {
				return err
			}
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-ended:
			return err
		case <-changes:
		case <-edits:
		}
	}
}

// gate is what the server answers with: the page for who reads and for who edits. A
// value comes from edits whenever something was edited.
func (a *app) gate(f *folder, server *live.Server, plans *planner.Memory, o serveOptions) (gate *workbench.Gate, bench *workbench.Bench, edits <-chan struct{}, err error) {
	session, err := a.session(f)
	if err != nil {
		return nil, nil, nil, err
	}
	open, err := a.editorFor(o.editor, f.name)
	if err != nil {
		return nil, nil, nil, err
	}
	told := make(chan struct{}, 1)
	changed := func() {
		select {
		case told <- struct{}{}:
		default: // one is waiting already
		}
	}
	shelf := a.newShelf()
	bench = workbench.New(workbench.Options{
		Lang: a.lang, Session: session, Folder: f.fs, Changed: changed, Open: open, Here: server.Call,
		Plan: func(ctx context.Context, w workbench.PlanWish, most int) ([]workbench.Planned, error) {
			return a.planned(ctx, f, shelf, plans, w, most)
		},
		Reason: func(err error) diag.Worded { return reasonOf(err) },
		Why:    func(id string) (string, error) { return a.why(f, id) },
		Compare: func(v workbench.Version) error {
			st, err := a.versionOf(f, v, o.print)
			if err == nil {
				server.Against(st, v.Name)
			}
			return err
		},
		Against: server.AgainstName,
	})
	gate = &workbench.Gate{Reading: server, Editing: server.Editing(), Bench: bench, Token: rand.Text()}
	if o.share {
		gate.Share = rand.Text()
	}
	return gate, bench, told, nil
}

// reachable is the address at which a server is reached. One that hears every address of the
// machine is named by the one that others know the machine by: no browser opens 0.0.0.0.
func reachable(at net.Addr) string {
	tcp, ok := at.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return at.String()
	}
	ip := net.IPv4(127, 0, 0, 1)
	// Nothing is sent: a place that no network has tells which way would be taken.
	if way, err := net.Dial("udp", "192.0.2.1:9"); err == nil {
		if from, ok := way.LocalAddr().(*net.UDPAddr); ok && !from.IP.IsUnspecified() {
			ip = from.IP
		}
		_ = way.Close()
	}
	return net.JoinHostPort(ip.String(), strconv.Itoa(tcp.Port))
}

// tellAddresses prints the address for editing, and that for reading if it is wanted.
func (a *app) tellAddresses(listened net.Addr, gate *workbench.Gate) error {
	at := reachable(listened)
	text := fmt.Sprintf("http://%s/edit/%s/\n", at, gate.Token)
	if gate.Share != "" {
		text += fmt.Sprintf("http://%s/share/%s/\n", at, gate.Share)
	}
	_, err := io.WriteString(a.stdout, text)
	return err
}

// publish sets the issue and shows it.
func (a *app) publish(ctx context.Context, server *live.Server, bench *workbench.Bench, d *desk) error {
	start := time.Now()
	source, _ := fs.ReadFile(d.folder.fs(), issueFile) // setting it tells of a file that is gone
	st, r, err := d.set(ctx)
	if err != nil {
		return err
	}
	bench.Tell(r.Problems)
	if st.Edition != nil && !st.Broken {
		bench.Show(workbench.View{
			Issue: r.Issue, Source: source, Edition: r.Edition, Faces: r.Faces, Draw: st.Draw,
			Hash: func(p *page.Page) string { return page.Sum(p, st.Stamp) }, Content: r.Content, Errors: errorsOn(r.Edition, r.Problems),
		})
	}
	if server.Publish(st) {
		out := report.Outcome{Edition: r.Edition, Problems: r.Problems}
		fmt.Fprintf(a.stderr, "%s  %s (%d ms)\n", start.Format(time.TimeOnly), out.Checked(report.Options{Lang: a.lang, Dir: d.folder.name, Notes: true}), time.Since(start).Milliseconds())
	}
	return nil
}

// against sets the issue to compare with; nil without one.
func (a *app) against(ctx context.Context, o serveOptions) (*live.State, func(), error) {
	dir := o.against
	if dir == "" {
		return nil, func() {}, nil
	}
	if isFile(dir) {
		st, err := earlierPDF(dir, a.painter())
		if err != nil {
			return nil, nil, a.refuse(a.stderr, diag.Unreadable, dir, err)
		}
		return st, func() {}, nil
	}
	f, err := a.folder(a.stderr, dir)
	if err != nil {
		return nil, nil, err
	}
	done := func() { _ = f.close() }
	if _, err := fs.Stat(f.fs(), issueFile); errors.Is(err, fs.ErrNotExist) {
		if st := earlierProofs(f.fs()); st != nil {
			return st, done, nil
		}
	}
	d := newDesk(f, o.print)
	d.shelf = a.newShelf()
	d.painter = a.painter()
	st, r, err := d.set(ctx)
	if err == nil && st.Edition == nil {
		err = report.Problems(a.stderr, r.Problems, report.Options{Lang: a.lang, Dir: f.name})
		if err == nil {
			err = verdict(exitUnusable)
		}
	}
	if err != nil {
		done()
		return nil, nil, err
	}
	return &st, done, nil
}
