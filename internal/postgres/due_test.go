package postgres_test

import (
	"testing"
	"time"

	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

// The dispatcher asks several times a second what is due. Planning that query
// takes many times as long as running it, so it is planned once for each
// connection.
func TestThePlanOfWhatIsDueIsKept(t *testing.T) {
	t.Parallel()
	store, err := postgres.Open(t.Context(), postgrestest.Database(t), postgres.Options{MaxConns: 1, Keyring: postgrestest.Keyring(t), Slow: 10})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(store.Close)
	const times = 3
	for range times {
		if _, err := store.Due(t.Context(), time.Now(), 100); err != nil {
			t.Fatal(err)
		}
	}
	var kept, anew int
	err = store.Pool().QueryRow(t.Context(),
		`SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%''sweep''%' AND statement LIKE '%demand_reads%' AND statement NOT LIKE '%pg_prepared_statements%'`).Scan(&kept, &anew)
	if err != nil || kept != times || anew != 0 {
		t.Errorf("%d times by a kept plan, %d times planned anew, error %v", kept, anew, err)
	}
}
