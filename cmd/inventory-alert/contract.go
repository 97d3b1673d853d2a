package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/contract"
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/stores"
)

// errDiffers makes contract exit with 1; the differences were already printed.
var errDiffers = errors.New("the program relies on what differs above")

// contractTimeout limits the whole check. The calls respect the mall's limits.
const contractTimeout = 3 * time.Minute

// contractCommand checks with calls to a connected mall whether the program's
// assumptions about Cafe24 hold, and prints one line for each assumption. It
// writes nothing to the mall. Words after the mall select the assumptions that
// contain them.
func contractCommand(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") {
		return errUsage
	}
	mall, err := lowstock.ParseMallID(args[0])
	if err != nil {
		return badInput("MALL is the id of a mall at Cafe24: lower-case letters, digits and hyphens")
	}
	cfg, err := readConfig(getenv)
	if err != nil {
		return &configError{err}
	}
	ctx, cancel := context.WithTimeout(ctx, contractTimeout)
	defer cancel()
	keyring, err := postgres.NewKeyring(cfg.EncryptionKeys)
	if err != nil {
		return err
	}
	log := slog.New(slog.DiscardHandler)
	store, err := postgres.Open(ctx, cfg.DatabaseURL.Reveal(), postgres.Options{MaxConns: 2, Direct: cfg.DirectURL.Reveal(), Keyring: keyring, Log: log})
	if err != nil {
		return err
	}
	defer store.Close()
	if err := store.CheckSchema(ctx); err != nil {
		return err
	}
	platform, err := newPlatform(cfg, install.Turns(stores.Turns(store)), store, log)
	if err != nil {
		return err
	}
	client := platform.Mall(string(mall), install.New(install.Config{Store: stores.Install(store), Platform: platform, Log: log}).Source(mall))
	known, err := knownOf(ctx, store, client, mall, cfg)
	if err != nil {
		return err
	}
	known.Only = strings.Join(args[1:], " ")
	return printContract(contract.Check(ctx, client, known), stdout)
}

// knownOf makes one call first. A mall that cannot be called at all is then
// reported as such, and the stored tokens are fresh.
func knownOf(ctx context.Context, store *postgres.Store, client *cafe24.Client, mall lowstock.MallID, cfg Config) (contract.Known, error) {
	if _, err := client.Interactive().ProductsCount(ctx, cafe24.ProductQuery{}); err != nil {
		if errors.Is(err, install.ErrReconnect) {
			return contract.Known{}, fmt.Errorf("mall %s is not connected: open the app in its admin and consent first", mall)
		}
		if !cafe24.Unanswered(err) { // the lines report an answer that is not understood
			return contract.Known{}, fmt.Errorf("mall %s cannot be asked: %w", mall, err)
		}
	}
	token, err := store.Mall(mall).Token(ctx)
	if err != nil {
		return contract.Known{}, fmt.Errorf("read token: %w", err)
	}
	return contract.Known{
		IssuedAt: token.IssuedAt, AccessExpiresAt: token.AccessExpiresAt, RefreshExpiresAt: token.RefreshExpiresAt,
		Granted: token.Scopes, Asked: cfg.Scopes, Version: cfg.APIVersion, Now: time.Now(),
	}, nil
}

func printContract(lines iter.Seq[contract.Line], stdout io.Writer) error {
	asked, failed := 0, false
	for line := range lines {
		if _, err := fmt.Fprintln(stdout, line); err != nil {
			return err
		}
		asked, failed = asked+1, failed || line.Failed()
	}
	switch {
	case failed:
		return errDiffers
	case asked == 0:
		return badInput("no assumption contains these words")
	}
	return nil
}
