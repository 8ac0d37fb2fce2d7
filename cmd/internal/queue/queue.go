// Package queue hands work to machines and hears from them what became of it (队列). It
// is NATS JetStream: a cluster that is there already, or a server in this process.
//
//	duikai.shard.GROUP.RUN     work: each message goes to one worker of the group, and
//	                           to another where it was not acknowledged in time
//	duikai.result.RUN.KIND     what became of it
//	duikai.dead.RUN            work that one worker after the other was lost over
//	duikai.run.RUN             what runs there are
//	duikai.worker.NAME         who works, for as long as it says so
//	duikai.drain               asks all workers to stop; those that are away for the
//	                           moment find it when they are back
//
// Nothing here has to last. Messages may come late, twice, or be lost together with
// the server: whoever sends work looks from time to time what is left of it, and what
// the work leaves behind elsewhere tells what was done.
package queue

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// The streams.
const (
	shards  = "DUIKAI-SHARDS"
	results = "DUIKAI-RESULTS"
	dead    = "DUIKAI-DEAD"
	runs    = "DUIKAI-RUNS"
	workers = "DUIKAI-WORKERS"
)

// How the queue is kept.
const (
	// same is how long a message that comes twice is known for the same.
	same = 2 * time.Minute
	// kept is how long a run can be looked at afterwards.
	kept = 30 * 24 * time.Hour
	// alive is how long a worker is shown that says nothing.
	alive = 30 * time.Second
	// held is how much work may be in hands at a time: two shards for each of some
	// thousand workers.
	held = 10_000
	// asked is how long the server has for an answer.
	asked = 10 * time.Second
	// AckWait is how long a worker may say nothing of a shard before another gets it.
	AckWait = 30 * time.Second
)

// Options are for who opens a queue.
type Options struct {
	// Dir is the folder of a server in this process.
	Dir string
	// Secret is what this user's processes know each other by, where the address
	// names nobody: servers of this process ask for it, and loopback is told it.
	Secret string
	// AckWait in place of the usual one; for tests.
	AckWait time.Duration
	// Waiting is told once when no server answers, and it is waited for.
	Waiting func(where string)
}

// Queue is a connection.
type Queue struct {
	nc      *nats.Conn
	js      jetstream.JetStream
	server  *server.Server // nil: elsewhere
	where   string
	ackWait time.Duration
}

// Open connects to the queue at an address; see Parse. It waits for a server that does
// not answer yet, until the context ends.
func Open(ctx context.Context, address string, o Options) (q *Queue, err error) {
	a, err := parse(address)
	if err != nil {
		return nil, err
	}
	q = &Queue{where: a.where(), ackWait: AckWait}
	if o.AckWait > 0 {
		q.ackWait = o.AckWait
	}
	options, err := a.options(o)
	if err != nil {
		return nil, err
	}
	if a.embed {
		if q.server, err = serve(a, o); err != nil {
			return nil, err
		}
		options = append(options, nats.InProcessServer(q.server))
	}
	pause := 100 * time.Millisecond
	for n := 0; ; n++ {
		if q.nc, err = nats.Connect(a.servers(), options...); err == nil {
			break
		}
		if errors.Is(err, nats.ErrAuthorization) || a.embed {
			q.Close()
			return nil, fmt.Errorf("%s: %w", q.where, err)
		}
		if n == 0 && o.Waiting != nil {
			o.Waiting(q.where)
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(pause + rand.N(pause)):
		}
		pause = min(2*pause, 5*time.Second)
	}
	if q.js, err = jetstream.New(q.nc); err == nil {
		err = again(ctx, func() error { return q.Ready(ctx) })
	}
	if err != nil {
		q.Close()
		return nil, fmt.Errorf("%s: %w", q.where, err)
	}
	return q, nil
}

// Where is the address as it may be shown: without names and passwords.
func (q *Queue) Where() string { return q.where }

// Close lets go of the queue, and ends the server where it is in this process.
func (q *Queue) Close() {
	if q.nc != nil {
		q.nc.Close()
	}
	if q.server != nil {
		q.server.Shutdown()
		q.server.WaitForShutdown()
	}
}

// streams are how they are made. What can be made again is not waited for until it is
// on the disk; work is, where the server is told to (SyncAlways).
func (q *Queue) streams() []jetstream.StreamConfig {
	return []jetstream.StreamConfig{
		{Name: shards, Subjects: []string{"duikai.shard.>"}, Retention: jetstream.WorkQueuePolicy, Duplicates: same, MaxAge: kept},
		{Name: results, Subjects: []string{"duikai.result.>"}, Duplicates: same, MaxAge: kept, PersistMode: jetstream.AsyncPersistMode},
		{Name: dead, Subjects: []string{"duikai.dead.>"}, Duplicates: same, MaxAge: kept},
		{Name: runs, Subjects: []string{"duikai.run.>", drain}, MaxMsgsPerSubject: 1, MaxAge: kept},
		{Name: workers, Subjects: []string{"duikai.worker.>"}, MaxMsgsPerSubject: 1, MaxAge: alive, Storage: jetstream.MemoryStorage, Duplicates: alive},
	}
}

// Ready sees to it that the streams are there: a server that lost all has none.
func (q *Queue) Ready(ctx context.Context) error {
	for _, c := range q.streams() {
		ctx, cancel := context.WithTimeout(ctx, asked)
		s, err := q.js.Stream(ctx, c.Name)
		if err == nil && len(s.CachedInfo().Config.Subjects) < len(c.Subjects) { // made by a program that knew fewer
			_, err = q.js.UpdateStream(ctx, c)
		}
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			_, err = q.js.CreateStream(ctx, c)
			if err != nil && c.PersistMode != jetstream.DefaultPersistMode {
				c.PersistMode = jetstream.DefaultPersistMode // a server that does not know of it
				_, err = q.js.CreateStream(ctx, c)
			}
		}
		cancel()
		if err != nil && !errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			return err
		}
	}
	return nil
}

// again tries for some time: a server that is just starting says that it is not ready.
// Pauses grow and differ, or a thousand workers would come back all at once.
func again(ctx context.Context, try func() error) error {
	const tries, wait = 8, 250 * time.Millisecond
	var err error
	for n := range tries {
		if err = try(); err == nil || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		select {
		case <-ctx.Done():
		case <-time.After(time.Duration(n+1)*wait + rand.N(wait)):
		}
	}
	return err
}

// token makes a part of a subject of a word.
func token(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' {
			return r
		}
		return '_'
	}, s)
}

// put publishes with an id by which a repetition is known.
func (q *Queue) put(ctx context.Context, subject, id string, data []byte) error {
	return again(ctx, func() error {
		ctx, cancel := context.WithTimeout(ctx, asked)
		defer cancel()
		var options []jetstream.PublishOpt
		if id != "" {
			options = append(options, jetstream.WithMsgID(id))
		}
		_, err := q.js.Publish(ctx, subject, data, options...)
		if errors.Is(err, jetstream.ErrNoStreamResponse) || errors.Is(err, nats.ErrNoResponders) {
			return errors.Join(err, q.Ready(ctx))
		}
		return err
	})
}

// Send hands work to a group. The same id is the same work, for some minutes.
func (q *Queue) Send(ctx context.Context, group, run, id string, data []byte) error {
	return q.put(ctx, "duikai.shard."+token(group)+"."+token(run), run+"/"+id, data)
}

// Left is how much of the work of a run waits or is in hands.
func (q *Queue) Left(ctx context.Context, run string) (uint64, error) {
	n, err := q.count(ctx, shards, "duikai.shard.*."+token(run))
	var all uint64
	for _, c := range n {
		all += c
	}
	return all, err
}

// Forget takes back what waits of a run.
func (q *Queue) Forget(ctx context.Context, run string) error {
	ctx, cancel := context.WithTimeout(ctx, asked)
	defer cancel()
	s, err := q.js.Stream(ctx, shards)
	if err != nil {
		return err
	}
	return s.Purge(ctx, jetstream.WithPurgeSubject("duikai.shard.*."+token(run)))
}

// count tells how many messages there are of each subject.
func (q *Queue) count(ctx context.Context, stream, subject string) (map[string]uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, asked)
	defer cancel()
	s, err := q.js.Stream(ctx, stream)
	if err != nil {
		return nil, err
	}
	info, err := s.Info(ctx, jetstream.WithSubjectFilter(subject))
	if err != nil {
		return nil, err
	}
	return info.State.Subjects, nil
}

// Taken is work in hands.
type Taken struct {
	Data []byte
	// Times is how often it was handed out, this time included.
	Times uint64

	msg jetstream.Msg
}

// Take waits for work of a group; nil where none came in the time.
func (q *Queue) Take(ctx context.Context, group string, wait time.Duration) (*Taken, error) {
	c, err := q.consumer(ctx, group)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	batch, err := c.Fetch(1, jetstream.FetchContext(ctx))
	if err != nil {
		return nil, err
	}
	if msg, ok := <-batch.Messages(); ok {
		meta, err := msg.Metadata()
		if err != nil {
			return nil, err
		}
		return &Taken{Data: msg.Data(), Times: meta.NumDelivered, msg: msg}, nil
	}
	if err := batch.Error(); err != nil && ctx.Err() == nil && !errors.Is(err, nats.ErrTimeout) {
		return nil, err
	}
	return nil, nil
}

// consumer is the end at which a group takes its work. It is made again by whoever
// comes first to a server that lost it.
func (q *Queue) consumer(ctx context.Context, group string) (jetstream.Consumer, error) {
	ctx, cancel := context.WithTimeout(ctx, asked)
	defer cancel()
	name := "workers-" + token(group)
	c, err := q.js.Consumer(ctx, shards, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		if err = q.Ready(ctx); err != nil {
			return nil, err
		}
		err = jetstream.ErrConsumerNotFound
	}
	if errors.Is(err, jetstream.ErrConsumerNotFound) {
		return q.js.CreateOrUpdateConsumer(ctx, shards, jetstream.ConsumerConfig{
			Durable: name, FilterSubject: "duikai.shard." + token(group) + ".>",
			AckPolicy: jetstream.AckExplicitPolicy, AckWait: q.ackWait, MaxAckPending: held,
			MaxDeliver: -1, // who takes it counts, and sends it where the dead letters are
		})
	}
	return c, err
}

// Pings is how often to say that work is going on.
func (q *Queue) Pings() time.Duration { return q.ackWait / 3 }

// Ping says that the work is going on.
func (t *Taken) Ping() error { return t.msg.InProgress() }

// Done says that it is done, and waits until the server knows.
func (t *Taken) Done(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, asked)
	defer cancel()
	return t.msg.DoubleAck(ctx)
}

// Back gives the work back, for others to take after a while.
func (t *Taken) Back(after time.Duration) error { return t.msg.NakWithDelay(after) }

// Bury sends work of a run to the dead letters and takes it out of the queue.
func (q *Queue) Bury(ctx context.Context, run string, t *Taken) error {
	meta, err := t.msg.Metadata()
	if err == nil {
		err = q.put(ctx, "duikai.dead."+token(run), fmt.Sprintf("%s/%d/%d", run, meta.Sequence.Stream, meta.Timestamp.UnixNano()), t.Data)
	}
	if err != nil {
		return err
	}
	return t.Done(ctx)
}

// Report tells what became of a piece of work. The same id is the same report.
func (q *Queue) Report(ctx context.Context, run, kind, id string, data []byte) error {
	return q.put(ctx, "duikai.result."+token(run)+"."+token(kind), run+"/"+id, data)
}

// Results counts the reports of a run by kind.
func (q *Queue) Results(ctx context.Context, run string) (map[string]uint64, error) {
	prefix := "duikai.result." + token(run) + "."
	n, err := q.count(ctx, results, prefix+">")
	kinds := make(map[string]uint64)
	for subject, c := range n {
		kinds[strings.TrimPrefix(subject, prefix)] = c
	}
	return kinds, err
}

// Reader reads messages in their order, from the first.
type Reader struct {
	q       *Queue
	stream  string
	subject string
	list    jetstream.MessagesContext // nil: from the first
}

// ReadResults reads the reports of a run, of all kinds or of one.
func (q *Queue) ReadResults(run, kind string) *Reader {
	if kind != "" {
		kind = token(kind)
	} else {
		kind = ">"
	}
	return &Reader{q: q, stream: results, subject: "duikai.result." + token(run) + "." + kind}
}

// ReadDead reads the dead letters of a run.
func (q *Queue) ReadDead(run string) *Reader {
	return &Reader{q: q, stream: dead, subject: "duikai.dead." + token(run)}
}

// gap is how long the next message may take to be of the same handful.
const gap = 10 * time.Millisecond

// Next waits for a message and gives it with those that follow at once, at most so
// many. After an error all is read again from the first on.
func (r *Reader) Next(ctx context.Context, most int, wait time.Duration) (list [][]byte, err error) {
	if r.list == nil {
		if err := r.begin(ctx); err != nil {
			return nil, err
		}
	}
	for len(list) < most {
		msg, err := r.list.Next(jetstream.NextMaxWait(wait))
		if errors.Is(err, nats.ErrTimeout) || err != nil && len(list) > 0 {
			break // what is wrong is said the next time
		}
		if err != nil {
			r.Again()
			return nil, err
		}
		list = append(list, msg.Data())
		wait = gap
	}
	return list, ctx.Err()
}

func (r *Reader) begin(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, asked)
	defer cancel()
	c, err := r.q.js.OrderedConsumer(ctx, r.stream, jetstream.OrderedConsumerConfig{FilterSubjects: []string{r.subject}})
	if err == nil {
		r.list, err = c.Messages()
	}
	return err
}

// Again begins with the first message once more. It is also for who reads no further.
func (r *Reader) Again() {
	if r.list != nil {
		r.list.Stop()
	}
	r.list = nil
}

// Announce tells of a run, and again when it has changed.
func (q *Queue) Announce(ctx context.Context, run string, data []byte) error {
	return q.put(ctx, "duikai.run."+token(run), "", data)
}

// Runs are those that were announced.
func (q *Queue) Runs(ctx context.Context) ([][]byte, error) { return q.last(ctx, runs, "duikai.run.>") }

// Beat says that a worker is at work.
func (q *Queue) Beat(ctx context.Context, name string, data []byte) error {
	ctx, cancel := context.WithTimeout(ctx, asked)
	defer cancel()
	_, err := q.js.Publish(ctx, "duikai.worker."+token(name), data)
	return err
}

// Workers are those that said so of late.
func (q *Queue) Workers(ctx context.Context) ([][]byte, error) {
	return q.last(ctx, workers, "duikai.worker.>")
}

// last is what stands under each subject.
func (q *Queue) last(ctx context.Context, stream, subject string) ([][]byte, error) {
	subjects, err := q.count(ctx, stream, subject)
	if err != nil || len(subjects) == 0 {
		return nil, err
	}
	r := &Reader{q: q, stream: stream, subject: subject}
	defer r.Again()
	return r.Next(ctx, len(subjects), asked/10)
}

const drain = "duikai.drain"

// Drain asks all workers to finish what is in their hands and end.
func (q *Queue) Drain(ctx context.Context) error { return q.put(ctx, drain, "", nil) }

// OnDrain calls back when workers are asked to end, perhaps more than once: at once, or
// when the connection is back that was lost then.
func (q *Queue) OnDrain(ctx context.Context, do func()) error {
	before, err := q.drained(ctx)
	if err != nil {
		return err
	}
	q.nc.SetReconnectHandler(func(*nats.Conn) {
		if now, err := q.drained(ctx); err == nil && !now.IsZero() && !now.Equal(before) {
			do()
		}
	})
	_, err = q.nc.Subscribe(drain, func(*nats.Msg) { do() })
	return err
}

// drained is when workers were last asked to end, by the server's clock; zero: never.
func (q *Queue) drained(ctx context.Context) (at time.Time, err error) {
	err = again(ctx, func() error {
		ctx, cancel := context.WithTimeout(ctx, asked)
		defer cancel()
		s, err := q.js.Stream(ctx, runs)
		if errors.Is(err, jetstream.ErrStreamNotFound) {
			return nil // nor anybody who could have asked
		}
		if err != nil {
			return err
		}
		msg, err := s.GetLastMsgForSubject(ctx, drain)
		if errors.Is(err, jetstream.ErrMsgNotFound) {
			return nil
		}
		if err == nil {
			at = msg.Time
		}
		return err
	})
	return at, err
}
