package inbound

import (
	"maps"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Via is how the app came to read a product again.
type Via string

// The ways, the best first: a product that several of them name counts as named
// by the first.
const (
	ViaHint Via = "hint" // a webhook named it
	ViaLog  Via = "log"  // Cafe24's log says that a webhook naming it was not delivered
	ViaOwn  Via = "own"  // the app itself: a second reading, or a person who looks at it
)

// LogTrouble is why Cafe24's log of webhooks cannot be read.
type LogTrouble string

// The troubles.
const (
	LogReadable   LogTrouble = ""
	LogScope      LogTrouble = "scope"      // the permission is missing
	LogUnreadable LogTrouble = "unreadable" // what comes has another shape
)

// LogPlan is what is known when Cafe24's log of webhooks is to be read.
type LogPlan struct {
	Scopes      []string  // of the mall's token
	Cursor      string    // the log is read after this id; "": by time
	ReadAt      time.Time // up to when it was read; zero: never
	ConnectedAt time.Time
}

// LogReading is what a reading of the log brought.
type LogReading struct {
	BeganAt time.Time
	Hints   []Hint // of what was not delivered
	Cursor  string
	Trouble LogTrouble // "": it was read, up to BeganAt
	// More says that too much was lost to be followed one by one: everything is
	// to be read.
	More bool
}

// DriftKept is how long drifts and times of detection are kept.
const DriftKept = 7 * 24 * time.Hour

// Way is how a change of a quantity was found.
type Way string

// The ways. What the last three found, nothing had announced.
const (
	WayHint  Way = "hint"
	WayLog   Way = "log"
	WayWatch Way = "watch"
	WaySweep Way = "sweep"
)

// Ways are all of them, the quickest first.
func Ways() []Way { return []Way{WayHint, WayLog, WayWatch, WaySweep} }

// WayOf is how a reading found a change of a product that was marked to be read
// again by way of via ("" where it was not), and "" where nobody can say.
func WayOf(source lowstock.Source, via Via) Way {
	switch {
	case via == ViaHint && source != lowstock.SourceInstall:
		return WayHint // it had been announced, whoever came first
	case source == lowstock.SourceWatch:
		return WayWatch
	case source == lowstock.SourceSweep:
		return WaySweep
	case source == lowstock.SourceHint && via == ViaLog:
		return WayLog
	}
	return ""
}

// Drift is a change that a reading found and nothing had announced.
type Drift struct {
	VariantCode string
	ProductNo   int64
	ProductName string
	Options     []lowstock.Option
	From, To    int
	FoundBy     Way
	FoundAt     time.Time
	ReadBefore  time.Time // the reading before: it has been wrong for no longer
}

// Age is the longest that the number may have been wrong.
func (d Drift) Age() time.Duration { return max(0, d.FoundAt.Sub(d.ReadBefore)) }

// Detection is so many changes that took no longer to be found than AtMost.
type Detection struct {
	Way     Way
	AtMost  time.Duration
	Changes int
}

// detectionSteps are what times of detection are rounded up to, so that a day
// of any length is a few numbers. What takes longer counts as the last.
func detectionSteps() []time.Duration {
	const s, m, h = time.Second, time.Minute, time.Hour
	return []time.Duration{
		s, 2 * s, 3 * s, 5 * s, 8 * s, 12 * s, 20 * s, 30 * s, 45 * s, m, 90 * s, 2 * m, 3 * m, 4 * m, 5 * m, 6 * m, 8 * m, 10 * m, 11 * m, 12 * m,
		15 * m, 20 * m, 30 * m, 45 * m, h, 90 * m, 2 * h, 3 * h, 4 * h, 5 * h, 6 * h, 7 * h, 8 * h, 10 * h, 12 * h, 18 * h, 24 * h, 48 * h,
	}
}

// DetectionStep rounds a time of detection up.
func DetectionStep(d time.Duration) time.Duration {
	steps := detectionSteps()
	for _, step := range steps {
		if d <= step {
			return step
		}
	}
	return steps[len(steps)-1]
}

// DetectedWithin is the time within which a share of the changes was found, by
// any of the ways or by all, and how many changes there were.
func DetectedWithin(list []Detection, share float64, ways ...Way) (within time.Duration, changes int) {
	byTime := map[time.Duration]int{}
	for _, d := range list {
		if len(ways) == 0 || slices.Contains(ways, d.Way) {
			byTime[d.AtMost] += d.Changes
			changes += d.Changes
		}
	}
	seen := 0
	for _, step := range slices.Sorted(maps.Keys(byTime)) {
		if seen += byTime[step]; float64(seen) >= share*float64(changes) {
			return step, changes
		}
	}
	return 0, changes
}
