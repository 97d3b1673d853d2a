package pipeline

import "cafe24-inventory-alert/internal/lowstock"

// table lists the job kinds. A new kind is one line here, its step, its name in
// lowstock, and the query in postgres/due.go that says when it is due.
func (s *steps) table() []kind {
	return []kind{
		{lowstock.DueRefresh, queueQuick, jobTimeout, dirtyLease, jobTimeout, s.refresh.refresh},
		{lowstock.DueSweep, queueSweep, jobTimeout, sweepLease, jobTimeout, s.sweep.sweep},
		{lowstock.DueWatch, queueSweep, longTimeout, 0, 0, s.watch.watch},
		{dueCategory, queueSweep, longTimeout, 0, 0, s.catalogue.category},
		{lowstock.DueToken, queueQuick, jobTimeout, 0, 0, s.shared.token},
		{lowstock.DueCollect, queueQuick, jobTimeout, 0, jobTimeout, s.announce.collect},
		{lowstock.DueDeliver, queueDeliver, jobTimeout, messageLease, jobTimeout, s.deliver.deliver},
		{lowstock.DueDigest, queueQuick, jobTimeout, 0, 0, s.announce.digest},
		{lowstock.DueWake, queueQuick, jobTimeout, 0, 0, s.announce.wake},
		{lowstock.DueEvaluate, queueEvaluate, jobTimeout, evaluateLease, jobTimeout, s.evaluate.evaluate},
		{lowstock.DueSales, queueSweep, longTimeout, 0, 0, s.forecast.sales},
		{lowstock.DueHealth, queueQuick, jobTimeout, 0, 0, s.checkup.health},
		{lowstock.DueLog, queueSweep, jobTimeout, 0, 0, s.recover.recoverHints},
		{lowstock.DueDemand, queueDemand, longTimeout, demandLease, 0, s.demand.demand},
		{lowstock.DueUnpaid, queueDemand, longTimeout, longTimeout, 0, s.unpaid.unpaid},
		{lowstock.DueLook, queueQuick, jobTimeout, 0, 0, s.look.look},
		{lowstock.DueAsk, queueQuick, jobTimeout, 0, 0, s.announce.ask},
		{lowstock.DueLists, queueSweep, longTimeout, longTimeout, 0, s.catalogue.lists},
		{lowstock.DueSets, queueSweep, longTimeout, longTimeout, 0, s.sets.sets},
	}
}

// steps are what does the jobs. Each has only what it needs of the store, and
// only this file names them all.
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
}

func newSteps(cfg Config, s *shared) *steps {
	apply := &applier{s, cfg.Store, cfg.ConfirmDelay}
	unreadable := &quarantine{s, cfg.Store}
	names := &catalogue{unreadable, cfg.Store}
	sets := &setReader{s, cfg.Store}
	orders := &orderReader{unreadable, cfg.Store, sets}
	return &steps{
		shared:    s,
		refresh:   &refresher{apply, cfg.Store},
		sweep:     &sweeper{apply, cfg.Store, names, cfg.SweepInterval},
		watch:     &watcher{apply, cfg.Store, cfg.pace()},
		catalogue: names,
		sets:      sets,
		announce:  &announcer{s, cfg.Store},
		deliver:   &deliverer{s, cfg.Store, cfg.Sender},
		evaluate:  &evaluator{s, cfg.Store},
		forecast:  &forecaster{s, cfg.Store},
		checkup:   &checkup{s, cfg.Store, cfg.HealthInterval},
		recover:   &recoverer{unreadable, cfg.Store, cfg.LogInterval},
		demand:    &demandCounter{orders, cfg.Store},
		unpaid:    &unpaidReader{orders, cfg.Store},
		look:      &looker{s, cfg.Store},
	}
}
