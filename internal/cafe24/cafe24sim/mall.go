package cafe24sim

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"slices"
	"sync"
	"time"
)

// The errors of the controls when something does not exist.
var (
	ErrNoMall    = errors.New("cafe24sim: no such mall")
	ErrNoProduct = errors.New("cafe24sim: no such product")
	ErrNoVariant = errors.New("cafe24sim: no such variant")
	ErrNoOrder   = errors.New("cafe24sim: no such order")
	ErrSoldOut   = errors.New("cafe24sim: sold out")
)

// mall is one shop: its catalogue, its orders, and its relation to the app. mu guards everything below it.
type mall struct {
	id, name string
	sim      *Server

	mu         sync.Mutex
	products   []*Product // ascending by number
	byCode     map[string]place
	deleted    map[int]*Product
	touched    map[int]bool // products that differ from the generated catalogue
	shadows    map[string]shadow
	categories []category
	suppliers  []supplier
	listed     bool   // the lists or the mall's name were changed
	currency   string // ISO 4217, of the default shop; "": KRW

	orders       []*Order      // ascending by time of order
	orderHistory *orderHistory // the orders before the mall was made; nil: none
	orderSeq     map[string]int
	rate         float64 // orders per minute
	rateChange   chan struct{}
	rng          *rand.Rand

	install   installation
	vault     vault
	faults    Faults
	poison    map[int]Poison // by product number
	shapes    []Shape
	limits    limits
	stats     Stats
	asked     map[string][]url.Values // queries by endpoint
	hookLog   []hookEntry
	lastLogID int
	reception bool
}

// installation is what the mall stores about the app.
type installation struct {
	Installed   bool      `json:"installed"`
	Scopes      []string  `json:"scopes,omitempty"`
	InstalledAt time.Time `json:"installed_at,omitzero"`
	Uninstalled time.Time `json:"uninstalled,omitzero"`
}

// place is a variant within its product.
type place struct {
	product *Product
	index   int
}

func (at place) variant() *Variant { return &at.product.Variants[at.index] }

func newMall(s *Server, id string, n uint64) *mall {
	m := &mall{
		id: id, name: shopName(id), sim: s,
		rate: s.cfg.OrdersPerMinute, rateChange: make(chan struct{}, 1), poison: map[int]Poison{},
		rng:       rand.New(rand.NewPCG(s.cfg.Seed+n, 24)),
		limits:    newLimits(s.cfg),
		vault:     newVault(),
		reception: true,
		orderSeq:  map[string]int{},
		asked:     map[string][]url.Values{},
	}
	m.stats.Calls, m.stats.TooMany = map[string]int{}, map[string]int{}
	m.replaceCatalogue(makeCatalogue(s.cfg.Products, s.cfg.Seed+n))
	return m
}

func (m *mall) replaceCatalogue(c catalogue) {
	m.products, m.categories, m.suppliers = c.products, c.categories, c.suppliers
	m.byCode = make(map[string]place, len(c.products)*4)
	m.deleted, m.touched, m.shadows = map[int]*Product{}, map[int]bool{}, map[string]shadow{}
	for _, p := range m.products {
		m.index(p)
	}
}

func (m *mall) index(p *Product) {
	for i := range p.Variants {
		m.byCode[p.Variants[i].Code] = place{p, i}
	}
}

// insert inserts a product at its number, and replaces a product that has the number already.
func (m *mall) insert(p *Product) {
	at, found := slices.BinarySearchFunc(m.products, p.No, byNumber)
	if found {
		m.products[at] = p
	} else {
		m.products = slices.Insert(m.products, at, p)
	}
	delete(m.deleted, p.No)
	m.index(p)
}

func (m *mall) remove(p *Product) {
	at, found := slices.BinarySearchFunc(m.products, p.No, byNumber)
	if !found {
		return
	}
	m.products = slices.Delete(m.products, at, at+1)
	for _, v := range p.Variants {
		delete(m.byCode, v.Code)
	}
	m.deleted[p.No] = p
}

func byNumber(p *Product, no int) int { return cmp.Compare(p.No, no) }

func (m *mall) product(no int) (*Product, error) {
	at, found := slices.BinarySearchFunc(m.products, no, byNumber)
	if !found {
		return nil, fmt.Errorf("%w: %d in %s", ErrNoProduct, no, m.id)
	}
	return m.products[at], nil
}

func (m *mall) find(code string) (place, error) {
	at, ok := m.byCode[code]
	if !ok {
		return place{}, fmt.Errorf("%w: %s in %s", ErrNoVariant, code, m.id)
	}
	return at, nil
}

func (m *mall) nextProductNo() int {
	no := 0
	if len(m.products) > 0 {
		no = m.products[len(m.products)-1].No
	}
	for gone := range m.deleted {
		no = max(no, gone)
	}
	return no + 1
}
