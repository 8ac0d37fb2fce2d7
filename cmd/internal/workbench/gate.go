package workbench

import (
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"duikai/render/live"
)

// Gate lets in who may read and who may edit.
type Gate struct {
	Reading, Editing http.Handler // the page
	Bench            http.Handler // what is below desk/ of the page for editing
	Token            string       // of who edits
	Share            string       // of who reads on other machines; empty: nobody does
}

// ServeHTTP lets a request in, or tells where the address is to be found.
func (g *Gate) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	door, rest, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	token, path, whole := strings.Cut(rest, "/")
	switch {
	case door == "edit" && same(token, g.Token):
		g.enter(w, r, whole, path)
	case door == "share" && same(token, g.Share):
		if !whole {
			http.Redirect(w, r, r.URL.Path+"/", http.StatusPermanentRedirect)
			return
		}
		g.Reading.ServeHTTP(w, below(r, path))
	case door == "edit" || door == "share" || !fromHere(r):
		closed(w, r)
	default:
		g.Reading.ServeHTTP(w, r)
	}
}

// enter answers who has the token for editing.
func (g *Gate) enter(w http.ResponseWriter, r *http.Request, whole bool, path string) {
	desk, ok := strings.CutPrefix(path, "desk/")
	switch {
	case !whole:
		http.Redirect(w, r, r.URL.Path+"/", http.StatusPermanentRedirect)
	case !ok:
		g.Editing.ServeHTTP(w, below(r, path))
	case !live.OwnHost(r):
		http.Error(w, "this server does not answer under that name", http.StatusMisdirectedRequest)
	default:
		g.Bench.ServeHTTP(w, below(r, desk))
	}
}

// closed tells who has no token, or an old one, what is wanted.
func closed(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Referrer-Policy", "no-referrer")
	http.Error(w, "use the address that duikai serve printed\n请使用 duikai serve 输出的地址", http.StatusForbidden)
}

// same compares tokens in the same time whatever they are. No token is no key.
func same(got, want string) bool {
	return want != "" && subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

// below is a request for a path below the one that led to it.
func below(r *http.Request, path string) *http.Request {
	out := r.Clone(r.Context())
	out.URL = &url.URL{Path: "/" + path, RawQuery: r.URL.RawQuery}
	return out
}

// fromHere tells whether a request comes from this machine.
func fromHere(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	addr, err := netip.ParseAddr(host)
	return err == nil && addr.Unmap().IsLoopback()
}
