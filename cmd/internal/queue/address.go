package queue

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// Where a server of this process listens unless the address says otherwise.
const (
	loopback    = "127.0.0.1"
	defaultPort = 4222
)

// address says where a queue is:
//
//	embed                        a server in this process, on loopback, port 4222
//	embed:4223                   on another port
//	embed://user:word@HOST:PORT  for other machines, who must know user and word
//	nats://HOST:PORT,...         servers elsewhere, with all that NATS addresses know:
//	tls://user:word@HOST:PORT    user and word, a token, TLS
type address struct {
	embed    bool
	host     string
	port     int
	user     *url.Userinfo
	list     []string
	loopback bool // all servers are on this machine
	named    bool // somebody is named in the address
}

// ErrAddress tells that an address names no queue.
var ErrAddress = errors.New("no address of a queue: embed, embed:PORT, embed://USER:PASSWORD@HOST:PORT, nats://HOST:PORT or tls://HOST:PORT")

// Embeds tells whether an address names a queue that this process serves.
func Embeds(text string) bool { return strings.HasPrefix(text, embed) }

// embed begins the addresses of queues in this process.
const embed = "embed"

// Check tells whether an address names a queue.
func Check(text string) error {
	_, err := parse(text)
	return err
}

func parse(text string) (a address, err error) {
	if rest, ok := strings.CutPrefix(text, embed); ok {
		return parseEmbed(rest)
	}
	a.loopback = true
	for one := range strings.SplitSeq(text, ",") {
		u, err := url.Parse(strings.TrimSpace(one))
		if err != nil || u.Host == "" || u.Scheme != "nats" && u.Scheme != "tls" && u.Scheme != "ws" && u.Scheme != "wss" {
			return a, ErrAddress // without the text, in which a password may stand
		}
		a.list = append(a.list, u.String())
		a.loopback = a.loopback && isLoopback(u.Hostname())
		a.named = a.named || u.User != nil
	}
	return a, nil
}

func parseEmbed(rest string) (a address, err error) {
	a = address{embed: true, host: loopback, port: defaultPort, loopback: true}
	if rest == "" {
		return a, nil
	}
	if port, ok := strings.CutPrefix(rest, ":"); ok && !strings.HasPrefix(port, "//") {
		a.port, err = strconv.Atoi(port)
		if err != nil || a.port < 1 || a.port > 65535 {
			return a, ErrAddress
		}
		return a, nil
	}
	u, err := url.Parse(embed + rest)
	if err != nil || u.Host == "" || strings.Trim(u.Path, "/") != "" {
		return a, ErrAddress
	}
	a.host, a.user, a.named = u.Hostname(), u.User, u.User != nil
	if p := u.Port(); p != "" {
		if a.port, err = strconv.Atoi(p); err != nil || a.port < 1 || a.port > 65535 {
			return a, ErrAddress
		}
	}
	if a.loopback = isLoopback(a.host); !a.loopback {
		if word, _ := u.User.Password(); word == "" || u.User.Username() == "" {
			return a, errors.New("a queue that other machines can reach needs a name and a password: embed://USER:PASSWORD@HOST:PORT")
		}
	}
	return a, nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func (a *address) servers() string {
	if a.embed {
		return "nats://" + net.JoinHostPort(a.host, strconv.Itoa(a.port))
	}
	return strings.Join(a.list, ",")
}

// where is the address without names and passwords.
func (a *address) where() string {
	if a.embed {
		return a.servers()
	}
	var list []string
	for _, s := range a.list {
		u, _ := url.Parse(s)
		list = append(list, u.Scheme+"://"+u.Host)
	}
	return strings.Join(list, ",")
}

// self is the user that processes of one user name each other by.
const self = "duikai"

// options reads what stands in the address and, as NATS' own programs do, in the
// environment: NATS_CREDS, NATS_NKEY, NATS_CA, NATS_CERT and NATS_KEY are files.
func (a *address) options(o Options) ([]nats.Option, error) {
	list := []nats.Option{
		nats.Name(self), nats.MaxReconnects(-1), nats.ReconnectWait(250 * time.Millisecond), nats.ReconnectJitter(500*time.Millisecond, time.Second),
		nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}), // calls tell; nothing is printed beside them
		nats.Timeout(5 * time.Second), nats.PingInterval(10 * time.Second), nats.MaxPingsOutstanding(3), nats.RetryOnFailedConnect(false),
	}
	switch {
	case a.embed && a.user != nil:
		word, _ := a.user.Password()
		list = append(list, nats.UserInfo(a.user.Username(), word))
	case a.embed || a.loopback && !a.named && o.Secret != "":
		list = append(list, nats.UserInfo(self, o.Secret))
	}
	if a.embed {
		return list, nil
	}
	if f := os.Getenv("NATS_CREDS"); f != "" {
		list = append(list, nats.UserCredentials(f))
	}
	if f := os.Getenv("NATS_NKEY"); f != "" {
		key, err := nats.NkeyOptionFromSeed(f)
		if err != nil {
			return nil, fmt.Errorf("NATS_NKEY: %w", err)
		}
		list = append(list, key)
	}
	if f := os.Getenv("NATS_CA"); f != "" {
		list = append(list, nats.RootCAs(f))
	}
	if c, k := os.Getenv("NATS_CERT"), os.Getenv("NATS_KEY"); c != "" && k != "" {
		list = append(list, nats.ClientCert(c, k))
	}
	return list, nil
}

// What a server of this process may take: the messages are small, and few.
const (
	maxMemory = 256 << 20
	maxStore  = 8 << 30
)

// ErrTaken tells that another process listens where the server should.
var ErrTaken = errors.New("another process listens there already: join it with its address, or choose another port with embed:PORT")

// serve starts a server in this process. All it is given is on the disk before it says
// so.
func serve(a address, o Options) (*server.Server, error) {
	where := net.JoinHostPort(a.host, strconv.Itoa(a.port))
	l, err := net.Listen("tcp", where)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", where, errors.Join(ErrTaken, err))
	}
	_ = l.Close()
	so := &server.Options{
		ServerName: self, Host: a.host, Port: a.port, NoSigs: true, NoLog: true,
		JetStream: true, StoreDir: filepath.Join(o.Dir, strconv.Itoa(a.port)), SyncAlways: true,
		JetStreamMaxMemory: maxMemory, JetStreamMaxStore: maxStore,
		Username: self, Password: o.Secret,
	}
	if a.user != nil {
		so.Username = a.user.Username()
		so.Password, _ = a.user.Password()
	}
	if so.Password == "" {
		return nil, errors.New("a queue needs a password")
	}
	s, err := server.NewServer(so)
	if err != nil {
		return nil, err
	}
	s.Start()
	const patience = 20 * time.Second
	if !s.ReadyForConnections(patience) {
		s.Shutdown()
		return nil, fmt.Errorf("%s: the queue does not start", where)
	}
	return s, nil
}
