// Package storetest is for tests: an object store in this process, which can be made
// to answer as stores do on bad days.
package storetest

import (
	"io"
	"log"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/johannesboyne/gofakes3"
	"github.com/johannesboyne/gofakes3/backend/s3mem"
)

// Bucket is the one that is there.
const Bucket = "newspapers"

// Server is an object store.
type Server struct {
	URL string
	// Requests counts them, Bytes what was sent there and back.
	Requests, Bytes atomic.Int64
	// Faults is how many of a hundred requests go wrong: a third are refused with
	// a wish for patience, a third break before they are done, a third after.
	Faults atomic.Int64

	mu     sync.Mutex
	random *rand.Rand
	store  http.Handler
}

// Serve starts a store on loopback and points the environment of the test to it.
func Serve(t testing.TB) *Server {
	t.Helper()
	backend := s3mem.New()
	if err := backend.CreateBucket(Bucket); err != nil {
		t.Fatal(err)
	}
	const seed = 16
	s := &Server{
		random: rand.New(rand.NewPCG(seed, seed)),
		store:  gofakes3.New(backend, gofakes3.WithTimeSource(ahead{}), gofakes3.WithLogger(gofakes3.StdLog(log.New(io.Discard, "", 0)))).Server(),
	}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	s.URL = server.URL
	for name, value := range s.Environment() {
		t.Setenv(name, value)
	}
	return s
}

// ahead is the clock of the store: those of two machines are seldom the same.
type ahead struct{}

const aheadBy = 5 * time.Minute

func (ahead) Now() time.Time                  { return time.Now().Add(aheadBy) }
func (ahead) Since(t time.Time) time.Duration { return time.Since(t) + aheadBy }

// Environment is what a process needs to find the store.
func (s *Server) Environment() map[string]string {
	return map[string]string{
		"AWS_ENDPOINT_URL": s.URL, "AWS_ENDPOINT_URL_S3": s.URL, "AWS_REGION": "us-east-1",
		"AWS_ACCESS_KEY_ID": "reader", "AWS_SECRET_ACCESS_KEY": "of newspapers",
	}
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.Requests.Add(1)
	s.Bytes.Add(max(r.ContentLength, 0))
	s.mu.Lock()
	roll, kind := s.random.Int64N(100), s.random.IntN(3)
	s.mu.Unlock()
	if roll >= s.Faults.Load() {
		s.store.ServeHTTP(counted{w, &s.Bytes}, r)
		return
	}
	switch kind {
	case 0:
		http.Error(w, `<Error><Code>SlowDown</Code></Error>`, http.StatusServiceUnavailable)
		return
	case 1: // nothing was done, and nobody says so
	default: // it is done, and nobody says so
		s.store.ServeHTTP(httptest.NewRecorder(), r)
	}
	panic(http.ErrAbortHandler)
}

type counted struct {
	http.ResponseWriter
	bytes *atomic.Int64
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.bytes.Add(int64(n))
	return n, err
}
