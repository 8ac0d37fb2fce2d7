package store

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
)

// bucket keeps values in an object store that speaks S3 and knows conditional
// writes.
type bucket struct {
	core         minio.Core
	name, prefix string // the prefix ends with a slash, or is empty
	pace         *pace
	patience     time.Duration // how long a store is left alone that does not say how long
	large        int64         // from here on a value goes in parts of as many bytes
}

// partSize is a part of a large value: the smallest that all object stores take is
// 5 MB, and a part is what is sent again when the line breaks.
const partSize = 16 << 20

// putMark names the header in which a put leaves a word of its own: when the answer
// to a request was lost, and its repetition is told that something stands there, the
// word says whether it is the put's own.
const putMark = "Duikai-Put"

// ErrAddress tells that an address names no bucket. It does not show the address: who
// writes one wrong may have written a password into it.
var ErrAddress = errors.New("no address of a bucket: s3://BUCKET/PREFIX, with the credentials in the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY) and not in the address")

// Check tells whether an address is one, before anything is opened.
func Check(address string) error {
	if !IsBucket(address) {
		return nil
	}
	_, _, err := parseBucket(address)
	return err
}

// parseBucket reads s3://bucket/prefix. The prefix ends with a slash, or is empty.
func parseBucket(address string) (name, prefix string, err error) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return "", "", ErrAddress
	}
	if prefix = strings.Trim(u.Path, "/"); prefix == "" {
		return u.Host, "", nil
	}
	return u.Host, prefix + "/", checkKey(prefix)
}

// openBucket reads an address and, as other programs do, the environment:
// AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL, AWS_REGION, and for the credentials
// AWS_ACCESS_KEY_ID and its like, the shared credentials file, or what a machine
// in the cloud is given.
func openBucket(address string) (Store, error) {
	name, prefix, err := parseBucket(address)
	if err != nil {
		return nil, err
	}
	host, secure, err := endpoint()
	if err != nil {
		return nil, err
	}
	b := &bucket{name: name, prefix: prefix, pace: new(pace), patience: throttled, large: partSize}
	transport, err := minio.DefaultTransport(secure)
	if err != nil {
		return nil, err
	}
	client, err := minio.New(host, &minio.Options{
		Creds: credentials.NewChainCredentials([]credentials.Provider{
			&credentials.EnvAWS{}, &credentials.FileAWSCredentials{}, &credentials.IAM{Client: &http.Client{Transport: transport}},
		}),
		Secure: secure, Region: region(), Transport: listener{transport, b},
		MaxRetries: 1, // it is tried again here, where it is known what a repetition means
	})
	if err != nil {
		return nil, err
	}
	b.core = minio.Core{Client: client}
	return b, nil
}

func endpoint() (host string, secure bool, err error) {
	for _, name := range []string{"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"} {
		v := os.Getenv(name)
		if v == "" {
			continue
		}
		u, err := url.Parse(v)
		if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
			return "", false, fmt.Errorf("%s is no http or https address", name)
		}
		return u.Host, u.Scheme == "https", nil
	}
	return "s3.amazonaws.com", true, nil
}

func region() string {
	for _, name := range []string{"AWS_REGION", "AWS_DEFAULT_REGION"} {
		if v := os.Getenv(name); v != "" {
			return v
		}
	}
	return "us-east-1"
}

// listener hears a store ask for patience.
type listener struct {
	http.RoundTripper
	b *bucket
}

// throttled is as long as object stores need to spread their load anew.
const throttled = time.Second

func (l listener) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := l.RoundTripper.RoundTrip(r)
	if err != nil || resp.StatusCode != http.StatusServiceUnavailable && resp.StatusCode != http.StatusTooManyRequests {
		return resp, err
	}
	d := l.b.patience
	if n, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil && n > 0 {
		d = time.Duration(n) * time.Second
	}
	l.b.pace.hold(d)
	return resp, nil
}

// reason sorts an error of the client.
func reason(err error) error {
	if err == nil {
		return nil
	}
	e, ok := errors.AsType[minio.ErrorResponse](err)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded),
		errors.Is(err, errPrecondition), errors.Is(err, ErrAbsent), // sorted already
		errors.As(err, new(passing)), errors.As(err, new(*fs.PathError)):
		return err
	case !ok:
		return passing{err} // the line
	case e.Code == minio.NoSuchKey:
		return ErrAbsent
	case e.StatusCode == http.StatusPreconditionFailed:
		return errPrecondition
	case e.StatusCode == http.StatusNotFound && e.Code != minio.NoSuchBucket && e.Code != minio.NoSuchUpload:
		return ErrAbsent
	case e.StatusCode >= 500, e.StatusCode == http.StatusTooManyRequests, e.StatusCode == http.StatusRequestTimeout,
		e.StatusCode == http.StatusConflict, // another conditional write at the same moment
		e.Code == "RequestTimeout", e.Code == "SlowDown":
		return passing{err}
	}
	return err
}

var errPrecondition = errors.New("the condition does not hold")

// Get implements Store.
func (b *bucket) Get(ctx context.Context, key string) (r io.ReadCloser, info Info, err error) {
	if err := checkKey(key); err != nil {
		return nil, info, err
	}
	err = again(ctx, b.pace, func() error {
		body, o, _, err := b.core.GetObject(ctx, b.name, b.prefix+key, minio.GetObjectOptions{})
		r, info = body, Info{key, o.Size, o.ETag}
		return reason(err)
	})
	return r, info, err
}

// PutIfAbsent implements Store.
func (b *bucket) PutIfAbsent(ctx context.Context, key string, body Body) (Info, error) {
	var o minio.PutObjectOptions
	o.SetMatchETagExcept("*")
	info, err := b.put(ctx, key, body, o)
	if errors.Is(err, errPrecondition) {
		err = ErrExists
	}
	return info, err
}

// PutIfMatch implements Store.
func (b *bucket) PutIfMatch(ctx context.Context, key, tag string, body Body) (Info, error) {
	var o minio.PutObjectOptions
	o.SetMatchETag(tag)
	info, err := b.put(ctx, key, body, o)
	if errors.Is(err, errPrecondition) || errors.Is(err, ErrAbsent) {
		err = ErrChanged
	}
	return info, err
}

// put writes under a condition.
func (b *bucket) put(ctx context.Context, key string, body Body, o minio.PutObjectOptions) (info Info, err error) {
	if err := checkKey(key); err != nil {
		return info, err
	}
	mark := rand.Text()
	o.UserMetadata = map[string]string{putMark: mark}
	lost := false // an answer
	err = again(ctx, b.pace, func() error {
		var up minio.UploadInfo
		var err error
		if body.Size >= b.large {
			up, err = b.putParts(ctx, key, body, o)
		} else {
			up, err = b.putWhole(ctx, key, body, o)
		}
		err = reason(err)
		info = Info{key, body.Size, strings.Trim(up.ETag, `"`)}
		if errors.Is(err, errPrecondition) && lost {
			return b.mine(ctx, key, mark, &info)
		}
		lost = lost || errors.As(err, new(passing))
		return err
	})
	return info, err
}

func (b *bucket) putWhole(ctx context.Context, key string, body Body, o minio.PutObjectOptions) (up minio.UploadInfo, err error) {
	r, err := body.Open()
	if err != nil {
		return up, err
	}
	defer r.Close()
	if body.Size == 0 { // nothing is sent, and so it cannot be signed piece by piece
		o.DisableContentSha256 = true
		return b.core.PutObject(ctx, b.name, b.prefix+key, bytes.NewReader(nil), 0, "", hex.EncodeToString(sha256.New().Sum(nil)), o)
	}
	return b.core.PutObject(ctx, b.name, b.prefix+key, onlyReader{r}, body.Size, "", "", o)
}

// onlyReader keeps the client from closing or rewinding what is not its own.
type onlyReader struct{ io.Reader }

// mine tells whether what stands there was put by the request whose answer was lost.
func (b *bucket) mine(ctx context.Context, key, mark string, info *Info) error {
	o, err := b.core.StatObject(ctx, b.name, b.prefix+key, minio.StatObjectOptions{})
	if err = reason(err); err != nil {
		return err
	}
	for name, v := range o.UserMetadata {
		if strings.EqualFold(name, putMark) && v == mark {
			info.Tag = o.ETag
			return nil
		}
	}
	return errPrecondition
}

// putParts sends a large value part by part; the condition is asked before, so that
// not all is sent in vain, and by the last request, which counts.
func (b *bucket) putParts(ctx context.Context, key string, body Body, o minio.PutObjectOptions) (up minio.UploadInfo, err error) {
	if err := b.allowed(ctx, key, o); err != nil {
		return up, err
	}
	id, err := b.core.NewMultipartUpload(ctx, b.name, b.prefix+key, minio.PutObjectOptions{UserMetadata: o.UserMetadata})
	if err != nil {
		return up, err
	}
	parts, err := b.sendParts(ctx, key, id, body)
	if err == nil {
		up, err = b.core.CompleteMultipartUpload(ctx, b.name, b.prefix+key, id, parts, o)
	}
	if err != nil {
		// Parts without an end are paid for until they are given up.
		_ = b.core.AbortMultipartUpload(context.WithoutCancel(ctx), b.name, b.prefix+key, id)
		return up, err
	}
	// Not every store names the tag here by which it knows the value later.
	st, err := b.core.StatObject(ctx, b.name, b.prefix+key, minio.StatObjectOptions{})
	up.ETag = st.ETag
	return up, err
}

// allowed asks whether a put would be taken now.
func (b *bucket) allowed(ctx context.Context, key string, o minio.PutObjectOptions) error {
	h := o.Header()
	st, err := b.core.StatObject(ctx, b.name, b.prefix+key, minio.StatObjectOptions{})
	switch err = reason(err); {
	case errors.Is(err, ErrAbsent):
		if h.Get("If-Match") != "" {
			return errPrecondition
		}
		return nil
	case err != nil:
		return err
	case h.Get("If-None-Match") != "", strings.Trim(h.Get("If-Match"), `"`) != st.ETag:
		return errPrecondition
	}
	return nil
}

func (b *bucket) sendParts(ctx context.Context, key, id string, body Body) (parts []minio.CompletePart, err error) {
	r, err := body.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	part := make([]byte, b.large)
	for at, n := int64(0), 1; at < body.Size; n++ {
		size := min(b.large, body.Size-at)
		if _, err := io.ReadFull(r, part[:size]); err != nil {
			return nil, err
		}
		var p minio.ObjectPart
		sum := sha256.Sum256(part[:size])
		signed := minio.PutObjectPartOptions{Sha256Hex: hex.EncodeToString(sum[:]), DisableContentSha256: true} // signed as a whole
		err := again(ctx, b.pace, func() (err error) {
			p, err = b.core.PutObjectPart(ctx, b.name, b.prefix+key, id, n, bytes.NewReader(part[:size]), size, signed)
			return reason(err)
		})
		if err != nil {
			return nil, err
		}
		parts = append(parts, minio.CompletePart{PartNumber: n, ETag: p.ETag})
		at += size
	}
	return parts, nil
}

// pageSize is how many keys an object store lists at a time.
const pageSize = 1000

// List implements Store.
func (b *bucket) List(ctx context.Context, prefix string) iter.Seq2[Info, error] {
	return func(yield func(Info, error) bool) {
		for next := ""; ; {
			var page minio.ListBucketV2Result
			err := again(ctx, b.pace, func() (err error) {
				page, err = b.core.ListObjectsV2(b.name, b.prefix+prefix, "", next, "", pageSize)
				return reason(err)
			})
			if err != nil {
				yield(Info{}, err)
				return
			}
			for _, o := range page.Contents {
				key := strings.TrimPrefix(o.Key, b.prefix)
				if checkKey(key) != nil {
					continue // folders that some programs make, and names that lead out
				}
				if !yield(Info{key, o.Size, strings.Trim(o.ETag, `"`)}, nil) {
					return
				}
			}
			if next = page.NextContinuationToken; !page.IsTruncated || next == "" {
				return
			}
		}
	}
}

// Delete implements Store.
func (b *bucket) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	return again(ctx, b.pace, func() error {
		err := reason(b.core.RemoveObject(ctx, b.name, b.prefix+key, minio.RemoveObjectOptions{}))
		if errors.Is(err, ErrAbsent) {
			return nil
		}
		return err
	})
}

func (b *bucket) copy(ctx context.Context, from, to string) (info Info, err error) {
	err = again(ctx, b.pace, func() error {
		o, err := b.core.CopyObject(ctx, b.name, b.prefix+from, b.name, b.prefix+to, nil, minio.CopySrcOptions{}, minio.PutObjectOptions{})
		info = Info{to, o.Size, strings.Trim(o.ETag, `"`)}
		return reason(err)
	})
	return info, err
}
