package main

import (
	"context"
	"fmt"
	"io"
	"strings"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/redact"
)

func migrateCommand(ctx context.Context, args []string, getenv func(string) string, stdout io.Writer) error {
	if len(args) != 1 {
		return errUsage
	}
	r := &source{getenv: getenv}
	own := redact.Secret(r.text("DATABASE_DIRECT_URL", ""))
	url := own.Reveal()
	if own == "" {
		url = r.required("DATABASE_URL")
	}
	if len(r.problems) > 0 {
		return &configError{r.problems[0]}
	}
	switch args[0] {
	case "up":
		return routed(own, postgres.Migrate(ctx, url))
	case "down":
		return routed(own, postgres.MigrateDown(ctx, url))
	case "status":
		lines, err := postgres.MigrationStatus(ctx, url)
		if err != nil {
			return routed(own, err)
		}
		_, err = fmt.Fprintln(stdout, strings.Join(lines, "\n"))
		return err
	default:
		return errUsage
	}
}
