package lowstock

import "time"

// ProductRow is a product as lists show it.
type ProductRow struct {
	Product
	VariantCount  int
	TotalQuantity int64 // of tracked variants
	Status        Status
	ObservedAt    time.Time
}

// InventoryRow is a variant as lists show it.
type InventoryRow struct {
	Variant
	ProductCode     string
	ProductName     string
	ImageURL        string
	Status          Status
	Threshold       int
	ThresholdSource Scope
	ThresholdDays   int // days of cover it was reckoned from; 0: a plain number
	Muted           bool
	Silence         string // why it never alerts: a code of [Silence]; "" where it may
	Sales           Sales
	Cover           float64 // days that the quantity lasts at that pace; 1e9: not known, or nothing is sold
	OnSale          bool    // product and variant are displayed and selling
	ObservedAt      time.Time
	SupplierCode    string
	CategoryNos     []int
	Price           string // as Cafe24 writes it
	Suggestion      Suggestion
	Ahead           []byte // what the last night computed; forecast.ReadAhead reads it; nil: nothing
	Incoming        int    // units that are noted as ordered and not in yet
}

// StillSelling says whether nothing is left and Cafe24 goes on selling it: more
// urgent than sold out.
func (r *InventoryRow) StillSelling() bool {
	return r.Status == StatusOut && r.SellsAtZero && r.OnSale
}

// InventorySort is an order of the stock list; every one ends in the variant
// code, so that a cursor finds its place.
type InventorySort string

// The orders of the stock list. Urgent is what still sells at 0, then what is
// sold out, each by how much of it is sold a day, then what is low and the rest by how soon it runs out; what is out
// or low but tells nobody comes after those, what is not tracked last.
const (
	SortUrgent       InventorySort = "urgent"
	SortCode         InventorySort = "variant_code" // the API's default
	SortQuantity     InventorySort = "quantity"
	SortQuantityDesc InventorySort = "-quantity"
	SortName         InventorySort = "name"
	SortCover        InventorySort = "days_of_cover" // least first; what is not known last
	SortObserved     InventorySort = "observed_at"   // oldest reading first
)

// ListQuery asks for one page of a list. Cursor is what the last page gave; an
// unreadable one has [CodeInvalid].
type ListQuery struct {
	Q            string // searched in names, options and codes
	Status       Status // "": all
	Sort         InventorySort
	ProductNo    int64 // 0: all
	CategoryNo   int
	SupplierCode string
	NoSupplier   bool          // variants only: those without one
	Muted        bool          // only what would alert but for being silent
	Silent       bool          // everything that never alerts, whatever its level
	StillSelling bool          // variants only: see [InventoryRow.StillSelling]
	Important    bool          // variants only: 중요재고
	Outlook      Outlook       // variants only; "": all
	Source       Scope         // variants only: whose threshold comes from there; "": all
	State        IncidentState // incidents only; "standing" is every state but resolved
	MessageID    int64         // incidents only: those that a message told of; 0: all
	Cursor       string
	Limit        int // 1…1000
}

// IncidentStanding asks for every incident that is not resolved.
const IncidentStanding IncidentState = "standing"

// Counts is how a mall stands, in variants.
type Counts struct {
	Out, Low, OK, Untracked int
	StillSelling            int // of Out: see [InventoryRow.StillSelling]
	Silent                  int // would alert but for being muted, hidden or not selling
	Standing                int // incidents that are not resolved
	Unanswered              int // those of them that nobody has acknowledged or put off
}

// Total is the number of variants in the catalogue.
func (c Counts) Total() int { return c.Out + c.Low + c.OK + c.Untracked }

// Of is how many variants have a status.
func (c Counts) Of(status Status) int {
	switch status {
	case StatusOut:
		return c.Out
	case StatusLow:
		return c.Low
	case StatusOK:
		return c.OK
	case StatusUntracked:
		return c.Untracked
	}
	return 0
}

// Worst is the worst status that any variant has; untracked where there is none.
func (c Counts) Worst() Status {
	for _, status := range []Status{StatusOut, StatusLow, StatusOK} {
		if c.Of(status) > 0 {
			return status
		}
	}
	return StatusUntracked
}

// SyncState is how a full sweep stands.
type SyncState string

// The states of a sync. Never: the mall has had none.
const (
	SyncNever   SyncState = "never"
	SyncRunning SyncState = "running"
	SyncDone    SyncState = "done"
	SyncFailed  SyncState = "failed"
)

// Sync is one full sweep of the catalogue.
type Sync struct {
	ID            int64
	First         bool // after install: opens incidents, sends one summary
	Asked         bool // a person waits for it
	State         SyncState
	Cursor        int64 // product number the next page starts behind
	ProductsDone  int
	ProductsTotal int
	StartedAt     time.Time
	FinishedAt    time.Time
	Error         string // a key of the message catalogue
	Fence         int64  // a run with an older one writes nothing
}

// FirstReading says whether the catalogue has not been read to its end once.
func (s Sync) FirstReading() bool {
	return s.State == SyncNever || s.First && s.State != SyncDone
}

// Preview is what a change of rules would mean.
type Preview struct {
	MatchesNow       int // variants that a changed rule would decide, that are not silent, and at or below it now
	Opens            int // incidents that saving it would open, now
	Worsens          int // incidents that saving it would turn to out, now
	Resolves         int // incidents that saving it would end, now
	WouldHaveSent30d int // announcements of the last 30 days, had the rules been there; see [Replay]
	CurrentlySent30d int // announcements of the last 30 days, had today's rules been there all the time

	WithoutSales int       // variants for which a changed rule of days of cover has no sales to go by: the next wider rule holds
	Estimated    bool      // the announcements are those of a sample of the variants, times what it stands for
	RecordedFrom time.Time // the first level on record of these variants, where that is within the 30 days; zero: they are all on record
}

// Point is a quantity at a time.
type Point struct {
	At       time.Time
	Quantity int
	Source   Source // "" where nobody asked for it
}

// Replay counts the announcements, a raise or low → out each, that a run of
// quantities would have brought since a time, by the very function that
// decides. Points from before then only tell what stood by then, so the run has
// to begin where nothing did: at the variant's first level, or at one that had
// [Recovered]. What the first sync raises is told in one summary and does not
// count.
//
// It takes the variant as it is now for the whole time: on sale or hidden, its
// categories, how fast it sells. Nobody puts anything off or resolves it by
// hand, and one reading is enough.
func Replay(points []Point, s Situation, since time.Time) int {
	alerts := 0
	s.Standing, s.ConfirmAfter, s.Dismissed, s.RaiseSeenAt = nil, 0, "", time.Time{}
	for _, p := range points {
		s.Variant.Quantity, s.ReadAt = p.Quantity, p.At
		d := Evaluate(s)
		switch d.Action {
		case ActionOpen:
			s.Standing = &Incident{Kind: d.Kind, State: IncidentOpen, OpenedAt: p.At}
		case ActionEscalate:
			s.Standing.Kind = d.Kind
		case ActionResolve:
			s.Standing = nil
			continue
		case ActionNone, ActionAwait:
			continue
		}
		if !p.At.Before(since) && p.Source != SourceInstall {
			alerts++
		}
	}
	return alerts
}

// Category is a node of the mall's category tree.
type Category struct {
	No, ParentNo, Depth int
	Name, FullName      string
}

// Supplier is one of the mall's suppliers; no contact data is kept.
type Supplier struct{ Code, Name string }

// APIToken is a token for the JSON API; its value is shown once and stored as
// a hash.
type APIToken struct {
	ID         int64
	Name       string
	CreatedBy  string
	CreatedAt  time.Time
	LastUsedAt time.Time
}

// Session is what every request needs to know of its mall.
type Session struct {
	Mall         Mall
	Settings     Settings
	FirstStepsAt time.Time // when its first steps were seen to be done; zero: not yet
}

// Bar is what stands around every page. Of the connection it has what shows
// there alone: how fresh the numbers are, and the one thing that needs attention.
type Bar struct {
	Connection

	Counts     Counts
	Evaluation Evaluation
	Hidden     []string // columns of the stock list that the operator has put away
}

// AroundQuery asks for what stands around a list of variants.
type AroundQuery struct {
	Codes      []string // of the variants
	Products   []int64
	Since, Now time.Time // of the levels
	Filters    bool      // what the list is narrowed by, too
	FirstRule  bool      // the oldest rule, too
}

// Around is what stands around a list of variants.
type Around struct {
	Levels     map[string][]Point // by variant
	Sets       []Set              // that the products are, or are parts of
	Categories []Category
	Suppliers  []Supplier
	FirstRule  []Rule // none where there is no rule
}

// Connection is what the connection page shows of a mall.
type Connection struct {
	Mall             Mall
	Scopes           []string
	AccessExpiresAt  time.Time
	RefreshExpiresAt time.Time
	LatestSync       Sync
	OldestReading    time.Time // of the catalogue; zero for an empty one
	NewestReading    time.Time
	WatchedAt        time.Time // when what is near its threshold was last read, even where there was nothing
	ReceptionOff     bool      // Cafe24 said that it sends this app no webhooks
	ReceptionAt      time.Time // when it was last asked; zero: not yet
	Health           []Health  // what is wrong, the most serious first, then what ended within a week
	Refusal          Refusal   // Cafe24 refuses the mall, or did at its last word
	AppRefused       time.Time // since when Cafe24 renews nothing for the mall because it refuses the app itself; zero: it does not
	Hints24h         int
	DirtyProducts    int
	Messages24h      map[DeliveryState]int

	RepairedAt time.Time   // when the app itself turned webhooks on again
	LogReadAt  time.Time   // up to when Cafe24's log of lost webhooks has been read; zero: never
	LogTrouble LogTrouble  // why it cannot be read
	Drifts24h  map[Way]int // changes that nothing had announced, by how they were found
	Drifts     []Drift     // the newest of them
	Detections []Detection // since the mall's midnight
	Load       Load        // what there is to read

	Quarantined []Quarantined // what could not be read, the longest standing first
}
