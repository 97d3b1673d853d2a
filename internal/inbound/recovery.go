package inbound

import (
	"maps"
	"slices"
	"time"

	"cafe24-inventory-alert/internal/lowstock"
)

// Via is the reason why the app read a product again.
type Via string

// The reasons, the best first. A product with several reasons counts under the
// first of them.
const (
	ViaHint Via = "hint" // a webhook named it
	ViaLog  Via = "log"  // Cafe24's log has a webhook that named it and was not delivered
	ViaOwn  Via = "own"  // the app itself: a second reading, or a person opened its page
)

// LogTrouble is the reason why Cafe24's webhook log cannot be read.
type LogTrouble string

// The reasons.
const (
	LogReadable   LogTrouble = ""
	LogScope      LogTrouble = "scope"      // the permission is missing
	LogUnreadable LogTrouble = "unreadable" // the answer has an unexpected shape
)

// LogPlan is what is known before Cafe24's webhook log is read.
type LogPlan struct {
	Scopes      []string  // scopes of the mall's token
	Cursor      string    // the log is read from after this id; "": from a time
	ReadAt      time.Time // time up to which it was read; zero: never
	ConnectedAt time.Time
}

// LogReading is the result of reading the log.
type LogReading struct {
	BeganAt time.Time
	Hints   []Hint // hints of the webhooks that were not delivered
	Cursor  string
	Trouble LogTrouble // "": it was read up to BeganAt
	// More says that too many webhooks were lost to follow each of them. The whole
	// catalogue has to be read.
	More bool
}

// DriftKept is how long drifts and detection times are kept.
const DriftKept = 7 * 24 * time.Hour

// Way is how a change of a quantity was found.
type Way string

// The ways. No webhook had announced a change that was found in one of the last
// three.
const (
	WayHint  Way = "hint"
	WayLog   Way = "log"
	WayWatch Way = "watch"
	WaySweep Way = "sweep"
)

// Ways returns all ways, the quickest first.
func Ways() []Way { return []Way{WayHint, WayLog, WayWatch, WaySweep} }

// WayOf returns how a reading found a change of a product that was marked to be
// read again for the reason via ("": it was not marked). It returns "" if that
// cannot be determined.
func WayOf(source lowstock.Source, via Via) Way {
	switch {
	case via == ViaHint && source != lowstock.SourceInstall:
		return WayHint // a webhook had announced it, even if another read came first
	case source == lowstock.SourceWatch:
		return WayWatch
	case source == lowstock.SourceSweep:
		return WaySweep
	case source == lowstock.SourceHint && via == ViaLog:
		return WayLog
	}
	return ""
}

// Drift is a change that a reading found and no webhook had announced.
type Drift struct {
	VariantCode string
	ProductNo   int64
	ProductName string
	Options     []lowstock.Option
	From, To    int
	FoundBy     Way
	FoundAt     time.Time
	ReadBefore  time.Time // time of the previous reading; the number was not wrong for longer
}

// Age is the longest time that the number may have been wrong.
func (d Drift) Age() time.Duration { return max(0, d.FoundAt.Sub(d.ReadBefore)) }

// Detection counts changes whose detection took at most AtMost.
type Detection struct {
	Way     Way
	AtMost  time.Duration
	Changes int
}

// detectionSteps are the values to which detection times are rounded up, so
// that a day of any length is stored as a few numbers. A longer time counts as
// the last step.
func detectionSteps() []time.Duration {
	const s, m, h = time.Second, time.Minute, time.Hour
	return []time.Duration{
		s, 2 * s, 3 * s, 5 * s, 8 * s, 12 * s, 20 * s, 30 * s, 45 * s, m, 90 * s, 2 * m, 3 * m, 4 * m, 5 * m, 6 * m, 8 * m, 10 * m, 11 * m, 12 * m,
		15 * m, 20 * m, 30 * m, 45 * m, h, 90 * m, 2 * h, 3 * h, 4 * h, 5 * h, 6 * h, 7 * h, 8 * h, 10 * h, 12 * h, 18 * h, 24 * h, 48 * h,
	}
}

// DetectionStep rounds a detection time up to a step.
func DetectionStep(d time.Duration) time.Duration {
	steps := detectionSteps()
	for _, step := range steps {
		if d <= step {
			return step
		}
	}
	return steps[len(steps)-1]
}

// DetectedWithin returns the time within which a share of the changes was
// found, in the given ways or in all, and how many changes there were.
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
