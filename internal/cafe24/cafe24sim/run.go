package cafe24sim

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Run runs the shoppers, sends webhooks and writes the data file until ctx ends; then it waits for all of them to
// stop. It may be called once.
func (s *Server) Run(ctx context.Context) {
	defer close(s.stopped)
	var all sync.WaitGroup
	for _, m := range s.malls {
		all.Go(func() { m.shopping(ctx) })
	}
	all.Go(func() { s.outbox.run(ctx) })
	if s.cfg.DataFile != "" {
		all.Go(func() { s.keepSaving(ctx) })
	}
	all.Wait()
}

// Serve serves the listener and runs the background work until ctx ends, then stops both within seconds.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	if s.BaseURL() == "" {
		s.SetBaseURL("http://" + l.Addr().String())
	}
	server := &http.Server{
		Handler: s.handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 30 * time.Second, WriteTimeout: 2 * time.Minute,
		IdleTimeout: time.Minute, BaseContext: func(net.Listener) context.Context { return ctx },
	}
	var background sync.WaitGroup
	defer background.Wait()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	background.Go(func() { s.Run(ctx) })
	background.Go(func() {
		<-ctx.Done()
		s.shutDown(ctx, server)
	})
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("cafe24sim: serve: %w", err)
	}
	return nil
}

func (s *Server) shutDown(ctx context.Context, server *http.Server) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		s.cfg.Log.WarnContext(ctx, "simulator closes open connections", "error", err)
		_ = server.Close()
	}
}
