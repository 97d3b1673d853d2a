package purchase

import (
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

// OwnSupplier begins the code of a supplier that only this app knows. Codes of
// Cafe24 have no hyphen.
const OwnSupplier = "own-"

// IsOwn says whether a supplier is one that only this app knows.
func IsOwn(code string) bool { return strings.HasPrefix(code, OwnSupplier) }

// Limits of a supplier's terms.
const (
	MaxOwnSuppliers = 500               // of a mall
	MostProducts    = 1000              // of a supplier that are counted
	MaxAddresses    = 10                // of a supplier; an order is sent to all of them
	maxSupplierLine = 100               // characters of a name, a contact or a phone number
	maxSupplierText = 500               // characters of a postal address or of terms
	maxMinAmount    = 10_000_000_000_00 // hundredths of the currency's unit
)

// Currencies returns the currencies, as ISO 4217 codes, in which orders can be
// made. They are those of Cafe24's shops.
func Currencies() []string {
	return []string{"KRW", "USD", "CNY", "JPY", "EUR", "TWD", "HKD", "VND", "PHP", "THB", "SGD", "GBP"}
}

// Locales returns the languages in which orders can be written.
func Locales() []string { return []string{"ko", "en"} }

// SupplierTerms is how a mall orders from a supplier. Lead times are in
// [preference.Supply].
type SupplierTerms struct {
	OwnName   string // of a supplier that only this app knows; "" for one of Cafe24
	Contact   string // a person
	Emails    []string
	Phone     string
	Address   string // postal
	Terms     string // of payment and delivery, as a person wrote them
	Currency  string
	MinAmount Money // least amount of an order; 0: none
	ShowCosts bool  // whether the supplier's page and mail have unit costs
	Locale    string
	By        string    // who saved them last
	At        time.Time // zero: nobody has saved them yet
}

// Saved says whether an operator has confirmed the terms. Before that nothing is
// sent to the addresses.
func (t *SupplierTerms) Saved() bool { return !t.At.IsZero() }

// DefaultTerms returns the terms of a supplier of which nothing is known.
func DefaultTerms() SupplierTerms {
	return SupplierTerms{Currency: Currencies()[0], ShowCosts: true, Locale: Locales()[0]}
}

// Check refuses terms that cannot be stored. Its error names the fields. The
// addresses are stored as they are compared: in lower case, each once.
func (t *SupplierTerms) Check(code string) error {
	fields := map[string]string{}
	if IsOwn(code) && t.OwnName == "" {
		fields["own_name"] = "error.supplier_name"
	}
	for name, text := range map[string]string{"own_name": t.OwnName, "contact": t.Contact, "phone": t.Phone} {
		if utf8.RuneCountInString(text) > maxSupplierLine {
			fields[name] = "error.supplier_long"
		}
	}
	for name, text := range map[string]string{"address": t.Address, "payment": t.Terms} {
		if utf8.RuneCountInString(text) > maxSupplierText {
			fields[name] = "error.supplier_text_long"
		}
	}
	if key := t.checkAddresses(); key != "" {
		fields["emails"] = key
	}
	if t.MinAmount < 0 || t.MinAmount > maxMinAmount {
		fields["min_amount"] = "error.supplier_min"
	}
	if !slices.Contains(Currencies(), t.Currency) {
		fields["currency"] = "error.supplier_currency"
	}
	if !slices.Contains(Locales(), t.Locale) {
		fields["locale"] = "error.supplier_locale"
	}
	if len(fields) > 0 {
		return lowstock.InvalidFields(fields)
	}
	return nil
}

func (t *SupplierTerms) checkAddresses() string {
	var list []string
	for _, typed := range t.Emails {
		email, key := address(typed)
		if key != "" {
			return key
		}
		if !slices.Contains(list, email) {
			list = append(list, email)
		}
	}
	if len(list) > MaxAddresses {
		return "error.supplier_emails_many"
	}
	t.Emails = list
	return ""
}

// address returns an address as it is compared, or the key of the message that
// refuses it.
func address(typed string) (email, key string) {
	email, err := preference.NormalEmail(typed)
	if own, is := errors.AsType[*lowstock.Error](err); is {
		return "", own.Fields["email"]
	}
	return email, ""
}

// Supplier is a supplier of a mall: what Cafe24 has of it, and its terms.
type Supplier struct {
	Code     string
	Name     string        // the own name, else Cafe24's; may be empty
	Gone     bool          // Cafe24 does not list it any more
	Agent    inbound.Agent // as Cafe24 has it
	Terms    SupplierTerms
	Products int // that are ordered from it
	Open     int // orders that are sent, and of which a rest is expected
	Late     int // of these, those of which a rest was expected before today
	Records  []Record
}

// SupplierQuery is a page of a mall's suppliers, by name.
type SupplierQuery struct {
	Search string    // in names and codes
	Since  time.Time // of the records
	Today  time.Time // calendar day
	Zone   *time.Location
	Cursor string
	Limit  int
}

// Filled returns the terms with what Cafe24 has of the supplier, if nobody has
// saved any yet.
func (s *Supplier) Filled() SupplierTerms {
	t := s.Terms
	if t.Saved() {
		return t
	}
	t.Contact, t.Phone = s.Agent.Name, s.Agent.Phone
	if email, key := address(s.Agent.Email); key == "" {
		t.Emails = []string{email}
	}
	return t
}

// Assigned is a product that is ordered from another supplier than Cafe24 says.
type Assigned struct {
	ProductNo int64
	Code      string // the product's
	Name      string
	ImageURL  string
}

// Assignment chooses products, by one of its fields, for a supplier.
type Assignment struct {
	Codes        []string // of products or variants, Cafe24's or the merchant's own
	CategoryNo   int      // with the categories below it, as far as they are known
	SupplierCode string   // all products of this supplier of Cafe24
}
