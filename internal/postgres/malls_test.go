package postgres_test

import (
	"testing"

	"cafe24-inventory-alert/internal/postgres/postgrestest"
)

func TestSmoke(t *testing.T) {
	t.Parallel()
	s := postgrestest.New(t)
	if err := s.CheckSchema(t.Context()); err != nil {
		t.Fatal(err)
	}
	m, err := s.LaunchMall(t.Context(), "hansan", "ko")
	t.Log(m, err)
}
