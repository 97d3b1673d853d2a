package postgres_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// ownDatabase returns the URL of a login without CREATEROLE, which is a member
// of the given roles and owns an empty database.
func ownDatabase(t *testing.T, memberships string) string {
	t.Helper()
	database := postgrestest.Empty(t)
	u, err := url.Parse(database)
	if err != nil {
		t.Fatal(err)
	}
	owner, password := "owner_"+strings.ToLower(rand.Text()), rand.Text()
	execute := func(ctx context.Context, statement string) {
		conn, err := pgx.Connect(ctx, database)
		if err == nil {
			_, err = conn.Exec(ctx, statement)
			_ = conn.Close(ctx)
		}
		if err != nil {
			t.Errorf("%s: %v", statement, err)
		}
	}
	execute(t.Context(), "create role "+owner+" login password '"+password+"'"+memberships)
	execute(t.Context(), "alter database "+strings.TrimPrefix(u.Path, "/")+" owner to "+owner)
	// t's context has already ended then.
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		execute(ctx, "reassign owned by "+owner+" to current_user")
		execute(ctx, "drop owned by "+owner)
		execute(ctx, "drop role "+owner)
	})
	u.User = url.UserPassword(owner, password)
	return u.String()
}

// Roles that a superuser has prepared are enough for a login that may create
// no roles.
func TestMigrateByAMemberOfPreparedRoles(t *testing.T) {
	t.Parallel()
	postgrestest.New(t) // creates the roles, which belong to the cluster
	url := ownDatabase(t, " in role inventory_alert_app, inventory_alert_system")
	if err := postgres.Migrate(t.Context(), url); err != nil {
		t.Fatal(err)
	}
	// The owner of a database may take rights in it away.
	server, err := postgrestest.Connect(t, url).Server(t.Context())
	if err != nil || server.Open || server.Superuser {
		t.Errorf("got %+v, %v", server, err)
	}
}

func TestMigrateWithoutTheRightExplainsTheFix(t *testing.T) {
	t.Parallel()
	err := postgres.Migrate(t.Context(), ownDatabase(t, ""))
	if err == nil || !strings.Contains(err.Error(), "GRANT inventory_alert_app, inventory_alert_system TO owner_") {
		t.Errorf("got %v", err)
	}
}
