package main

import (
	"net"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"go.yaml.in/yaml/v3"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/redact"
)

// service is what docker-compose.yml says of a container.
type service struct {
	Image       string
	Ports       []string
	User        string
	ReadOnly    bool     `yaml:"read_only"`
	CapDrop     []string `yaml:"cap_drop"`
	CapAdd      []string `yaml:"cap_add"`
	SecurityOpt []string `yaml:"security_opt"`
	Privileged  bool
	NetworkMode string `yaml:"network_mode"`
	Networks    []string
	Volumes     []string
	Healthcheck struct{ Test []string }
	Environment map[string]string
}

// TestContainersAreConfined checks what the containers may do.
func TestContainersAreConfined(t *testing.T) {
	t.Parallel()
	var compose struct {
		Services map[string]service
		Networks map[string]struct{ Internal bool }
	}
	if err := yaml.Unmarshal([]byte(document(t, "docker-compose.yml")), &compose); err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`:v?[0-9]+(\.[0-9]+)*$`)
	for name, s := range compose.Services {
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || s.CapAdd != nil || s.Privileged || !slices.Equal(s.SecurityOpt, []string{"no-new-privileges:true"}) {
			t.Errorf("%s may do more than it has to: %+v", name, s)
		}
		if user, _, _ := strings.Cut(s.User, ":"); user == "" || user == "0" || user == "root" {
			t.Errorf("%s runs as %q", name, s.User)
		}
		if s.Image != "inventory-alert" && !version.MatchString(s.Image) {
			t.Errorf("%s: the version of %s is not pinned", name, s.Image)
		}
		if s.NetworkMode != "" || s.Networks == nil {
			t.Errorf("%s is in a network of all", name)
		}
		for _, port := range s.Ports {
			if host, _, err := net.SplitHostPort(port[:strings.LastIndex(port, ":")]); name != "app" && (err != nil || host != "127.0.0.1") {
				t.Errorf("%s is published on %s", name, port)
			}
		}
		for _, v := range s.Volumes {
			if strings.Contains(v, "docker.sock") || name != "db" && !strings.HasSuffix(v, ":ro") {
				t.Errorf("%s mounts %s", name, v)
			}
		}
	}
	db, app, migrate := compose.Services["db"], compose.Services["app"], compose.Services["migrate"]
	if db.Ports != nil || !slices.Equal(db.Networks, []string{"inside"}) || !compose.Networks["inside"].Internal {
		t.Error("the database can be reached from outside")
	}
	if !slices.Equal(app.Healthcheck.Test, []string{"CMD", "/inventory-alert", "healthcheck"}) || db.Healthcheck.Test == nil {
		t.Error("a container does not say whether it works")
	}
	for who, s := range map[string]service{"inventory_alert:${DATABASE_APP_PASSWORD": app, "inventory_alert_owner:${DATABASE_OWNER_PASSWORD": migrate} {
		at := s.Environment["DATABASE_URL"]
		if !strings.Contains(at, "postgres://"+who) || !strings.Contains(at, "@/inventory?host=/var/run/postgresql}") || !slices.Contains(s.Volumes, "socket:/var/run/postgresql:ro") {
			t.Errorf("the database is reached by %s", at)
		}
	}
	if len(migrate.Environment) != 1 || strings.Contains(document(t, "docker-compose.yml"), "POSTGRES_HOST_AUTH_METHOD") {
		t.Error("migrations know more than they need, or the database asks for no password")
	}
}

// TestTheImageRunsAsNobody checks the image for those who do not use compose.
func TestTheImageRunsAsNobody(t *testing.T) {
	t.Parallel()
	dockerfile := document(t, "Dockerfile")
	final := dockerfile[strings.LastIndex(dockerfile, "\nFROM "):]
	for _, line := range []string{"\nFROM scratch\n", "\nUSER 65532:65532\n", "\nHEALTHCHECK ", " /sbom.json /sbom.json\n"} {
		if !strings.Contains(final, line) {
			t.Errorf("the image lacks %q", line)
		}
	}
	for _, image := range regexp.MustCompile(`(?m)^FROM (\S+)`).FindAllStringSubmatch(dockerfile, -1) {
		if image[1] != "scratch" && !regexp.MustCompile(`:[0-9]+\.[0-9]+`).MatchString(image[1]) {
			t.Errorf("the version of %s is not pinned", image[1])
		}
	}
}

// TestTheProgramRunsAsAUserWhoOwnsNothing prepares a database by
// deploy/roles.sql, migrates it as the owner and runs the whole program as the
// other user: also a database that a superuser has migrated before.
func TestTheProgramRunsAsAUserWhoOwnsNothing(t *testing.T) {
	t.Parallel()
	m := newProgram(t, newCluster(t), "owned") // migrated by the superuser
	m.addr = nil
	script := regexp.MustCompile(`(?m)^\\.*$`).ReplaceAllString(document(t, "deploy/roles.sql"), "")
	script = strings.NewReplacer(":'owner_password'", "'owner'", ":'app_password'", "'app'").Replace(script)
	admin, err := pgx.Connect(t.Context(), m.url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = admin.Close(t.Context()) })
	for range 2 { // it may be run again
		if _, err := admin.PgConn().Exec(t.Context(), script).ReadAll(); err != nil {
			t.Fatal(err)
		}
	}
	as := func(user, password string) string {
		u, err := url.Parse(m.url)
		if err != nil {
			t.Fatal(err)
		}
		u.User = url.UserPassword(user, password)
		return u.String()
	}
	owner := as("inventory_alert_owner", "owner")
	for range 2 { // the newest migration goes down and up as the owner
		if err := postgres.MigrateDown(t.Context(), owner); err != nil {
			t.Fatal(err)
		}
		if err := postgres.Migrate(t.Context(), owner); err != nil {
			t.Fatal(err)
		}
	}
	m.cfg.DatabaseURL, m.cfg.DrainDelay = redact.Secret(as("inventory_alert", "app")), 0
	var r replica
	r.start(m)
	t.Cleanup(func() { r.stop(t) })
	b := &balancer{t: t}
	if !b.asks(&r) {
		t.Error("the program is not ready")
	}
	app, err := newApp(t.Context(), m.cfg, m.log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(app.store.Close)
	server, err := app.store.Server(t.Context())
	if err != nil || server.Superuser || server.Open {
		t.Errorf("the user may do too much: %+v, %v", server, err)
	}
	for _, statement := range []string{
		"drop table malls", "create table x (y int)", "create temp table x (y int)", "alter role inventory_alert superuser", "create role x", "create schema x",
		"set role inventory_alert_owner", "copy malls to program 'true'",
	} {
		if _, err := app.store.Pool().Exec(t.Context(), statement); err == nil {
			t.Errorf("the user may %s", statement)
		}
	}
	var owned int
	if err := admin.QueryRow(t.Context(), `select count(*) from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'S') and relowner <> 'inventory_alert_owner'::regrole`).Scan(&owned); err != nil || owned > 0 {
		t.Errorf("%d tables are not the owner's, %v", owned, err)
	}
}
