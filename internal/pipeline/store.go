package pipeline

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// Store is what a [Pipeline] needs of the database: what its steps need, each
// named beside the step. Each method is one transaction.
type Store interface {
	Mall(id lowstock.MallID) MallStore
	dueStore
	workQuarantineStore
	upkeepStore
}

// MallStore is what a [Pipeline] needs of one mall.
type MallStore interface {
	applyStore
	refreshStore
	sweepStore
	watchStore
	quarantineStore
	catalogueStore
	setStore
	orderStore
	demandStore
	unpaidStore
	messageStore
	deliverStore
	evaluationStore
	salesStore
	healthStore
	logStore
	lookStore
}

// malls hands out what a step needs of a mall.
type malls[M any] func(id lowstock.MallID) M

// Mall is what the step needs of the mall.
func (f malls[M]) Mall(id lowstock.MallID) M { return f(id) }
