package lowstock

import "time"

// HintKind is what a webhook is good for.
type HintKind string

// The kinds of hint.
const (
	HintProduct HintKind = "product" // these products may have changed
	HintOrder   HintKind = "order"   // something was sold or came back
	HintLeft    HintKind = "left"    // the mall has removed the app
	HintIgnored HintKind = "ignored" // recorded, nothing to do

	HintCatalogue HintKind = "catalogue" // categories, suppliers or shops may have changed
)

// How the lists that rules refer to are read again when a webhook says that they
// have changed: so long after the first such webhook, for many come at once, and
// so far apart at least.
const (
	CatalogueSoon = 10 * time.Second
	CatalogueGap  = 5 * time.Minute
)

// Hint is a proven webhook, without buyers' data. It says what to read again;
// it never sets a quantity.
type Hint struct {
	Mall         MallID
	Kind         HintKind
	EventType    string
	EventKey     string // trace or event id; "" where the sender named none
	ProductNos   []int64
	ProductCodes []string
	VariantCode  string
	OrderIDs     []string
	ReceivedAt   time.Time
	LeftAt       time.Time // when the mall removed the app, by its own word; zero: not said
	Via          Via       // "" is ViaHint
}

// HintResult is what became of a hint.
type HintResult int

// The results of recording a hint. All of them are answered 200.
const (
	HintRecorded HintResult = iota
	HintDuplicate
	HintUnknownMall
)

// Dirty is a product to be read again.
type Dirty struct {
	ProductNo  int64
	HintedAt   time.Time
	Unreadable UnreadableReason // why it is quarantined; "" for one that is not
	RetryAt    time.Time        // and when it is asked for alone
}

// WatchPlan says what the sweep near the thresholds must read.
type WatchPlan struct {
	MaxThreshold int     // the platform's list is read up to this level; see [WatchLevel]
	Products     []int64 // to be read besides; see [Pace.PickWatch]
}

// DueKind is a kind of work that a row says is due.
type DueKind string

// The kinds of due work; each is one kind of job.
const (
	DueRefresh  DueKind = "refresh" // dirty products
	DueSweep    DueKind = "sweep"   // the full catalogue
	DueWatch    DueKind = "watch"   // what is near its threshold
	DueToken    DueKind = "token"   // refresh the mall's token
	DueCollect  DueKind = "collect" // put deliveries together
	DueDeliver  DueKind = "deliver" // send a message
	DueDigest   DueKind = "digest"
	DueWake     DueKind = "wake"     // put off until now, or unanswered for too long
	DueEvaluate DueKind = "evaluate" // decide again on what a changed rule covers
	DueSales    DueKind = "sales"    // reckon how fast everything sells
	DueHealth   DueKind = "health"   // look whether the app itself can do its work
	DueLog      DueKind = "log"      // look for webhooks that were not delivered
	DueDemand   DueKind = "demand"   // count what was sold on which day
	DueUnpaid   DueKind = "unpaid"   // read what orders hold that nobody has paid
	DueLook     DueKind = "look"     // see whether Cafe24 answers again that refused the mall
	DueAsk      DueKind = "ask"      // ask recipients whether they want alerts
	DueLists    DueKind = "lists"    // read categories, suppliers and the shop, which have changed
	DueSets     DueKind = "sets"     // read what set products are made of
)

// Due is work whose time has come. Rows say when; a job does it. Whoever takes
// it pushes the row's time on, so a crash only makes it due again.
type Due struct {
	Kind DueKind
	Mall MallID
	ID   int64 // of the message, for DueDeliver
}

// ConsentCode is a single-use secret of the consent, known by its SHA-256.
type ConsentCode struct {
	Mall      MallID
	Hash      []byte
	Purpose   string // state, handoff or window
	Browser   []byte // SHA-256 of the browser's own cookie
	Framed    bool
	Operator  Operator
	Epoch     int64     // of a window: the mall's session epoch
	Started   time.Time // of a window: since when its session runs
	ExpiresAt time.Time
}
