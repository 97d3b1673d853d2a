package pipeline

import (
	"cafe24-inventory-alert/internal/lowstock"
)

// Store is what a [Pipeline] needs of the database: the needs of all its steps.
// Each is declared beside its step. Each method is one transaction.
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
	goodsStore
	bulkRunStore
}
