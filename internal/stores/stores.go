// Package stores passes the database to the packages that need it. Each of them
// declares the methods that it calls, and declares those of one mall in a
// separate interface. A method of [postgres.Store] cannot return the interface
// of each package, so the adapters are here. The package must not do anything
// else.
package stores

import (
	"cafe24-inventory-alert/internal/install"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/pipeline"
	"cafe24-inventory-alert/internal/postgres"
	"cafe24-inventory-alert/internal/web"
)

// store is the database as one package sees it.
type store[M any] struct {
	*postgres.Store
	as func(postgres.Mall) M
}

// Mall returns the methods that the package calls of one mall.
func (s store[M]) Mall(id lowstock.MallID) M { return s.as(s.Store.Mall(id)) }

// Web returns the store of the pages and of the API.
func Web(s *postgres.Store) web.Store {
	return store[web.MallStore]{s, func(m postgres.Mall) web.MallStore { return m }}
}

// Pipeline returns the store of the background work.
func Pipeline(s *postgres.Store) pipeline.Store {
	return store[pipeline.MallStore]{s, func(m postgres.Mall) pipeline.MallStore { return m }}
}

// Install returns the store of installations and of their tokens.
func Install(s *postgres.Store) install.Store {
	return store[install.MallStore]{s, func(m postgres.Mall) install.MallStore { return m }}
}

// Turns returns the store of the rate limits for calls to Cafe24.
func Turns(s *postgres.Store) install.TurnStore {
	return store[install.TurnMall]{s, func(m postgres.Mall) install.TurnMall { return m }}
}
