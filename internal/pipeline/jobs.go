package pipeline

import (
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// table lists the job kinds. A new kind is one line here, its step, its name in
// package worklist, and the query in postgres/due.go that makes it due.
func (s *steps) table() []kind {
	return []kind{
		{worklist.DueRefresh, queueQuick, jobTimeout, dirtyLease, jobTimeout, s.refresh.refresh},
		{worklist.DueSweep, queueSweep, jobTimeout, sweepLease, jobTimeout, s.sweep.sweep},
		{worklist.DueWatch, queueSweep, longTimeout, 0, 0, s.watch.watch},
		{dueCategory, queueSweep, longTimeout, 0, 0, s.catalogue.category},
		{worklist.DueToken, queueQuick, jobTimeout, 0, 0, s.shared.token},
		{worklist.DueCollect, queueQuick, jobTimeout, 0, jobTimeout, s.announce.collect},
		{worklist.DueDeliver, queueDeliver, jobTimeout, messageLease, jobTimeout, s.deliver.deliver},
		{worklist.DueDigest, queueQuick, jobTimeout, 0, 0, s.announce.digest},
		{worklist.DueWake, queueQuick, jobTimeout, 0, 0, s.announce.wake},
		{worklist.DueEvaluate, queueEvaluate, jobTimeout, evaluateLease, jobTimeout, s.evaluate.evaluate},
		{worklist.DueSales, queueSweep, longTimeout, 0, 0, s.forecast.sales},
		{worklist.DueHealth, queueQuick, jobTimeout, 0, 0, s.checkup.health},
		{worklist.DueLog, queueSweep, jobTimeout, 0, 0, s.recover.recoverHints},
		{worklist.DueDemand, queueDemand, longTimeout, demandLease, 0, s.demand.demand},
		{worklist.DueUnpaid, queueDemand, longTimeout, longTimeout, 0, s.unpaid.unpaid},
		{worklist.DueLook, queueQuick, jobTimeout, 0, 0, s.look.look},
		{worklist.DueAsk, queueQuick, jobTimeout, 0, 0, s.announce.ask},
		{worklist.DueLists, queueSweep, longTimeout, longTimeout, 0, s.catalogue.lists},
		{worklist.DueSets, queueSweep, longTimeout, longTimeout, 0, s.sets.sets},
		{worklist.DueGoods, queueEvaluate, jobTimeout, 0, 0, s.goods.goods},
		{worklist.DueBulk, queueEvaluate, jobTimeout, evaluateLease, jobTimeout, s.bulk.run},
	}
}

// steps are the steps that do the jobs. Each has only what it needs of the
// store, and only this file names them all.
type steps struct {
	shared    *shared
	refresh   *refresher
	sweep     *sweeper
	watch     *watcher
	catalogue *catalogue
	sets      *setReader
	announce  *announcer
	deliver   *deliverer
	evaluate  *evaluator
	forecast  *forecaster
	checkup   *checkup
	recover   *recoverer
	demand    *demandCounter
	unpaid    *unpaidReader
	look      *looker
	goods     *goodsLooker
	bulk      *bulkRunner
}

func newSteps(cfg Config, s *shared) *steps {
	mall := func(id lowstock.MallID) MallStore { return cfg.Store.Mall(id) }
	apply := &applier{s, func(id lowstock.MallID) applyStore { return mall(id) }, cfg.ConfirmDelay}
	unreadable := &quarantine{s, func(id lowstock.MallID) quarantineStore { return mall(id) }}
	names := &catalogue{unreadable, func(id lowstock.MallID) catalogueStore { return mall(id) }}
	sets := &setReader{s, func(id lowstock.MallID) setStore { return mall(id) }}
	orders := &orderReader{unreadable, func(id lowstock.MallID) orderStore { return mall(id) }, sets}
	return &steps{
		shared:    s,
		refresh:   &refresher{apply, func(id lowstock.MallID) refreshStore { return mall(id) }},
		sweep:     &sweeper{apply, func(id lowstock.MallID) sweepStore { return mall(id) }, names, cfg.SweepInterval},
		watch:     &watcher{apply, func(id lowstock.MallID) watchStore { return mall(id) }, cfg.pace()},
		catalogue: names,
		sets:      sets,
		announce:  &announcer{s, func(id lowstock.MallID) messageStore { return mall(id) }},
		deliver:   &deliverer{s, func(id lowstock.MallID) deliverStore { return mall(id) }, cfg.Sender},
		evaluate:  &evaluator{s, func(id lowstock.MallID) evaluationStore { return mall(id) }},
		forecast:  &forecaster{s, func(id lowstock.MallID) salesStore { return mall(id) }},
		checkup:   &checkup{s, func(id lowstock.MallID) healthStore { return mall(id) }, cfg.HealthInterval},
		recover:   &recoverer{unreadable, func(id lowstock.MallID) logStore { return mall(id) }, cfg.LogInterval},
		demand:    &demandCounter{orders, func(id lowstock.MallID) demandStore { return mall(id) }},
		unpaid:    &unpaidReader{orders, func(id lowstock.MallID) unpaidStore { return mall(id) }},
		look:      &looker{s, func(id lowstock.MallID) lookStore { return mall(id) }},
		goods:     &goodsLooker{s, func(id lowstock.MallID) goodsStore { return mall(id) }, cfg.SweepInterval},
		bulk:      &bulkRunner{s, func(id lowstock.MallID) bulkRunStore { return mall(id) }},
	}
}
