package pipeline

import (
	"context"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// HintStore keeps what came in.
type HintStore interface {
	// RecordHints commits all of them, or none.
	RecordHints(ctx context.Context, hints []lowstock.Hint, delay time.Duration) ([]lowstock.HintResult, error)
}

// Store is what a [Pipeline] needs of the database, step by step. Each method
// is one transaction.
type Store interface {
	Mall(ctx context.Context, mall lowstock.MallID) (lowstock.Mall, error)
	Due(ctx context.Context, now time.Time, limit int) ([]lowstock.Due, error)

	levelStore
	syncStore
	catalogueStore
	setStore
	messageStore
	evaluationStore
	salesStore
	healthStore
	logStore
	demandStore
	unpaidStore
	lookStore
	asideStore
	upkeepStore

	MakeDigests(ctx context.Context, mall lowstock.MallID, now time.Time) (int, error)
	WakeIncidents(ctx context.Context, mall lowstock.MallID, now time.Time) (int, error)
}

type levelStore interface {
	ClaimDirty(ctx context.Context, mall lowstock.MallID, now time.Time, upTo int64, limit int, lease time.Duration) ([]lowstock.Dirty, error)
	MarkDirty(ctx context.Context, mall lowstock.MallID, products []int64, now time.Time) error
	Quarantined(ctx context.Context, mall lowstock.MallID) ([]lowstock.Quarantined, error)
	NoteUnreadable(ctx context.Context, mall lowstock.MallID, list string, found []lowstock.Unreadable, whole bool, now time.Time) error
	LookAt(ctx context.Context, mall lowstock.MallID, productNo int64, fresh time.Duration, now time.Time) (due bool, err error)
	ClaimWatch(ctx context.Context, mall lowstock.MallID, now time.Time, pace lowstock.Pace) (lowstock.WatchPlan, error)
	DelayWatch(ctx context.Context, mall lowstock.MallID, until time.Time) error
	FinishWatch(ctx context.Context, mall lowstock.MallID, now time.Time) error
	ApplyLevels(ctx context.Context, mall lowstock.MallID, levels lowstock.Levels) (lowstock.Applied, error)
}

type syncStore interface {
	StartSync(ctx context.Context, mall lowstock.MallID, now time.Time) (lowstock.Sync, error)
	ClaimSync(ctx context.Context, mall lowstock.MallID, now time.Time, lease time.Duration) (lowstock.Sync, error)
	ProgressSync(ctx context.Context, mall lowstock.MallID, sync lowstock.Sync, resumeAt time.Time) error
	FinishSync(ctx context.Context, mall lowstock.MallID, sync lowstock.Sync, now, nextSweep time.Time) (lowstock.Applied, error)
	LatestSync(ctx context.Context, mall lowstock.MallID) (lowstock.Sync, error)
	FailSync(ctx context.Context, mall lowstock.MallID, sync lowstock.Sync, now, nextSweep time.Time, errorKey string) error
}

type catalogueStore interface {
	SaveShop(ctx context.Context, mall lowstock.MallID, shopName, email string) error
	SaveCategories(ctx context.Context, mall lowstock.MallID, categories []lowstock.Category) error
	AddCategories(ctx context.Context, mall lowstock.MallID, categories []lowstock.Category) error
	SaveSuppliers(ctx context.Context, mall lowstock.MallID, suppliers []lowstock.Supplier) error
	AddSuppliers(ctx context.Context, mall lowstock.MallID, suppliers []lowstock.Supplier) error
	SaveCategoryMembers(ctx context.Context, mall lowstock.MallID, categoryNo int, productNos []int64, now time.Time) error
	AddCategoryMembers(ctx context.Context, mall lowstock.MallID, categoryNo int, productNos []int64, now time.Time) error
	RuleCategories(ctx context.Context, mall lowstock.MallID) ([]int, error)
	ClaimLists(ctx context.Context, mall lowstock.MallID, now, until time.Time) error
	FinishLists(ctx context.Context, mall lowstock.MallID, began, until time.Time) error
	DelayLists(ctx context.Context, mall lowstock.MallID, until time.Time) error
}

type setStore interface {
	SetKinds(ctx context.Context, mall lowstock.MallID) (map[int64]string, error)
	NoteSets(ctx context.Context, mall lowstock.MallID, kinds map[int64]string, due time.Time) error
	DueSets(ctx context.Context, mall lowstock.MallID, at time.Time) error
	ClaimSets(ctx context.Context, mall lowstock.MallID, now, until time.Time) ([]lowstock.SetDue, error)
	SaveSets(ctx context.Context, mall lowstock.MallID, readings []lowstock.SetReading, at, until time.Time) error
	PutOffSets(ctx context.Context, mall lowstock.MallID, sets []int64, until, due time.Time) error
	Sets(ctx context.Context, mall lowstock.MallID, products ...int64) ([]lowstock.Set, error)
	OnlyVariants(ctx context.Context, mall lowstock.MallID, numbers []int64, codes []string) ([]string, error)
}

type messageStore interface {
	Collect(ctx context.Context, mall lowstock.MallID, now time.Time) (int, error)
	ClaimMessage(ctx context.Context, mall lowstock.MallID, id int64, now time.Time, lease time.Duration) (lowstock.Message, error)
	DivideMessage(ctx context.Context, mall lowstock.MallID, id int64, attempt int, parts [][]int64, now time.Time) error
	HandOver(ctx context.Context, mall lowstock.MallID, id int64, attempt int, lease time.Time) error
	FinishMessage(ctx context.Context, mall lowstock.MallID, id int64, attempt int, outcome lowstock.Outcome, now, next time.Time) error
	AskRecipients(ctx context.Context, mall lowstock.MallID, now time.Time) (int, error)
	MakeTest(ctx context.Context, mall lowstock.MallID, channel lowstock.Channel, recipient string, now time.Time) (int64, error)
}

type evaluationStore interface {
	ClaimEvaluation(ctx context.Context, mall lowstock.MallID, now time.Time, lease time.Duration) (lowstock.Evaluation, error)
	EvaluateSlice(ctx context.Context, mall lowstock.MallID, claim lowstock.Evaluation, now time.Time, lease time.Duration) (lowstock.Evaluation, lowstock.Applied, error)
}

type salesStore interface {
	Events(ctx context.Context, mall lowstock.MallID) (lowstock.EventPlan, error)
	UpdateForecasts(ctx context.Context, mall lowstock.MallID, window time.Duration, now time.Time, foresee func(past lowstock.Past, held lowstock.Sales) (lowstock.Sales, lowstock.Night), steady func(today time.Time) time.Time) (lowstock.Applied, error)
}

type healthStore interface {
	ClaimHealth(ctx context.Context, mall lowstock.MallID, now, next time.Time) (lowstock.HealthPlan, error)
	SaveReception(ctx context.Context, mall lowstock.MallID, on bool, now time.Time) error
	SaveRepair(ctx context.Context, mall lowstock.MallID, now time.Time) error
	SettleHealth(ctx context.Context, mall lowstock.MallID, dueAt, now time.Time) (lowstock.HealthChange, error)
}

type logStore interface {
	ClaimLog(ctx context.Context, mall lowstock.MallID, now, next time.Time) (lowstock.LogPlan, error)
	SaveLog(ctx context.Context, mall lowstock.MallID, r lowstock.LogReading, now time.Time) (recovered int, err error)
	DelayLog(ctx context.Context, mall lowstock.MallID, until time.Time) error
}

type demandStore interface {
	ClaimDemand(ctx context.Context, mall lowstock.MallID, now time.Time, lease time.Duration) (lowstock.DemandPlan, error)
	SaveDemand(ctx context.Context, mall lowstock.MallID, plan *lowstock.DemandPlan, reading lowstock.DemandReading, now, until time.Time, days func(points []lowstock.Point, bounds []time.Time) []lowstock.DemandDay) error
	DemandOrders(ctx context.Context, mall lowstock.MallID, r lowstock.DemandRange) ([]lowstock.DemandOrder, error)
	SaveDemandOrders(ctx context.Context, mall lowstock.MallID, plan *lowstock.DemandPlan, orders []lowstock.DemandOrder, now time.Time) error
	DelayDemand(ctx context.Context, mall lowstock.MallID, plan *lowstock.DemandPlan, until time.Time) error
	RefuseDemand(ctx context.Context, mall lowstock.MallID, plan *lowstock.DemandPlan, now time.Time) error
	FinishDemand(ctx context.Context, mall lowstock.MallID, plan *lowstock.DemandPlan, now time.Time) error
}

type unpaidStore interface {
	ClaimUnpaid(ctx context.Context, mall lowstock.MallID, now time.Time, lease time.Duration) (lowstock.UnpaidPlan, error)
	SaveUnpaid(ctx context.Context, mall lowstock.MallID, plan lowstock.UnpaidPlan, reading lowstock.UnpaidReading, now time.Time) error
	DelayUnpaid(ctx context.Context, mall lowstock.MallID, plan lowstock.UnpaidPlan, until time.Time) error
	RefuseUnpaid(ctx context.Context, mall lowstock.MallID, plan lowstock.UnpaidPlan, now time.Time) error
}
