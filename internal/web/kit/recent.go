package kit

import (
	"container/list"
	"sync"
	"time"
)

const maxLimitKeys = 20_000 // keys of one kind that are remembered at once

// recent keeps one counter for each of the keys that were used last. The oldest
// key is removed first, so memory is bounded for any number of clients.
type recent[T any] struct {
	mu    sync.Mutex
	order *list.List // of counted[T], newest first
	byKey map[string]*list.Element
	now   func() time.Time
	make  func(time.Time) T
}

type counted[T any] struct {
	key     string
	counter T
}

func newRecent[T any](now func() time.Time, make func(time.Time) T) *recent[T] {
	return &recent[T]{order: list.New(), byKey: map[string]*list.Element{}, now: now, make: make}
}

// with uses the counter of key, which it makes if there is none.
func (r *recent[T]) with(key string, use func(T, time.Time)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	at := r.now()
	if el, ok := r.byKey[key]; ok {
		r.order.MoveToFront(el)
		found, _ := el.Value.(counted[T])
		use(found.counter, at)
		return
	}
	fresh := counted[T]{key: key, counter: r.make(at)}
	r.byKey[key] = r.order.PushFront(fresh)
	if r.order.Len() > maxLimitKeys {
		last := r.order.Back()
		old, _ := r.order.Remove(last).(counted[T])
		delete(r.byKey, old.key)
	}
	use(fresh.counter, at)
}

// change uses the counter of key, if there is one.
func (r *recent[T]) change(key string, use func(T, time.Time)) (found bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	el, found := r.byKey[key]
	if found {
		kept, _ := el.Value.(counted[T])
		use(kept.counter, r.now())
	}
	return found
}

// has says whether key was used and is still remembered.
func (r *recent[T]) has(key string) bool { return r.change(key, func(T, time.Time) {}) }

// lineMinute counts the lines of a minute.
type lineMinute struct {
	since         time.Time
	count, missed int
}

type lineLimits = recent[*lineMinute]

func newLineLimits(now func() time.Time) *lineLimits {
	return newRecent(now, func(at time.Time) *lineMinute { return &lineMinute{since: at} })
}
