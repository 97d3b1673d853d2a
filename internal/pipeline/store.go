package pipeline

// Store is what a [Pipeline] needs of the database: what its steps need, each
// named beside the step. Each method is one transaction.
type Store interface {
	dueStore
	asideStore
	upkeepStore

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
