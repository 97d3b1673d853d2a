package web_test

import (
	"bufio"
	"encoding/binary"
	"io"
	"net"
	"net/url"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
)

// trips is what an answer has cost PostgreSQL.
type trips struct{ transactions, roundTrips int64 }

func (t trips) minus(before trips) trips {
	return trips{t.transactions - before.transactions, t.roundTrips - before.roundTrips}
}

// meter stands between the store and PostgreSQL and counts the server's
// messages. The server ends each round trip with the state of the connection's
// transaction.
type meter struct{ transactions, roundTrips atomic.Int64 }

func (m *meter) read() trips { return trips{m.transactions.Load(), m.roundTrips.Load()} }

// newMeter returns a meter before the database at address, and the meter's own
// address.
func newMeter(tb testing.TB, address string) (*meter, string) {
	tb.Helper()
	config, err := pgconn.ParseConfig(address)
	if err != nil {
		tb.Fatal(err)
	}
	network, server := pgconn.NetworkAddress(config.Host, config.Port)
	var listen net.ListenConfig
	listener, err := listen.Listen(tb.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = listener.Close() })
	m := &meter{}
	go func() {
		for {
			client, err := listener.Accept()
			if err != nil {
				return
			}
			go m.join(client, network, server)
		}
	}()
	to := url.URL{
		Scheme: "postgres", User: url.UserPassword(config.User, config.Password),
		Host: listener.Addr().String(), Path: "/" + config.Database, RawQuery: "sslmode=disable",
	}
	return m, to.String()
}

// join passes on the data of a connection until either side ends it.
func (m *meter) join(client net.Conn, network, server string) {
	defer client.Close() //nolint:errcheck // it has ended
	backend, err := (&net.Dialer{}).Dial(network, server)
	if err != nil {
		return
	}
	go func() {
		defer backend.Close() //nolint:errcheck // it has ended
		_, _ = io.Copy(backend, client)
	}()
	m.count(bufio.NewReader(backend), client)
}

// count passes on the server's messages. Each has a type, a length and a body.
func (m *meter) count(from *bufio.Reader, to io.Writer) {
	started, worked := false, false
	for {
		head, err := from.Peek(5)
		if err != nil {
			return
		}
		kind, size := head[0], int64(binary.BigEndian.Uint32(head[1:]))
		message := make([]byte, size+1)
		if _, err := io.ReadFull(from, message); err != nil {
			return
		}
		switch kind {
		case 'C': // a statement has ended
			worked = true
		case 'Z': // ready: the round trip has ended
			if started && worked {
				m.roundTrips.Add(1)
				if message[5] == 'I' { // not in a transaction
					m.transactions.Add(1)
				}
			}
			started = true
			worked = worked && message[5] != 'I'
		}
		if _, err := to.Write(message); err != nil {
			return
		}
	}
}
