package cafe24

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"strconv"
)

const (
	pageSize  = 100
	maxOffset = 8000 // of categories and suppliers; the platform refuses more
)

// Category is one node of the mall's category tree.
type Category struct {
	No       int
	ParentNo int    // 1 or 0 at the root
	Depth    int    // 1 to 4
	Name     string // plain text; the number if the name shows nothing
}

// UnmarshalJSON reads a row of GET categories.
func (c *Category) UnmarshalJSON(raw []byte) error {
	var w struct {
		No     number `json:"category_no"`
		Parent number `json:"parent_category_no"`
		Depth  number `json:"category_depth"`
		Name   name   `json:"category_name"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if !w.No.known || w.No.value < 1 {
		return fmt.Errorf("category %w", errNoID)
	}
	*c = Category{
		No: int(w.No.value), ParentNo: int(w.Parent.value), Depth: int(w.Depth.value),
		Name: cmp.Or(string(w.Name), strconv.FormatInt(w.No.value, 10)),
	}
	return nil
}

// Categories lists all categories, up to the 8,100 that the platform's paging can reach.
func (c *Client) Categories(ctx context.Context) (List[Category], error) {
	return pages[Category](ctx, c, "categories", url.Values{})
}

// Supplier is a supplier and the person whom the mall's admin names for it.
type Supplier struct {
	Code  string
	Name  string // the code, if the name shows nothing
	Agent Agent  // the first one that has a phone number or an address
}

// Agent is a person of a supplier. Each field may be empty, and is as a merchant typed it: Email may be no address.
type Agent struct{ Name, Phone, Email string }

// UnmarshalJSON reads a row of GET suppliers.
func (s *Supplier) UnmarshalJSON(raw []byte) error {
	var w struct {
		Code text `json:"supplier_code"`
		Name name `json:"supplier_name"`
		// A shape that is not known costs the agent, not the supplier.
		Agents json.RawMessage `json:"manager_information"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	if w.Code == "" {
		return fmt.Errorf("supplier %w", errNoID)
	}
	*s = Supplier{Code: string(w.Code), Name: cmp.Or(string(w.Name), string(w.Code)), Agent: firstAgent(w.Agents)}
	return nil
}

// firstAgent returns the first agent that can be reached; else the first one.
func firstAgent(raw json.RawMessage) (first Agent) {
	var list []json.RawMessage
	if json.Unmarshal(asList(raw), &list) != nil {
		return first
	}
	for _, element := range list {
		var w struct {
			Name  name `json:"name"`
			Phone text `json:"phone"`
			Email text `json:"email"`
		}
		if json.Unmarshal(element, &w) != nil {
			continue
		}
		agent := Agent{Name: string(w.Name), Phone: string(w.Phone), Email: string(w.Email)}
		if agent.Phone != "" || agent.Email != "" {
			return agent
		}
		if first == (Agent{}) {
			first = agent
		}
	}
	return first
}

// SupplierFields are what is requested of suppliers.
const SupplierFields = "supplier_code,supplier_name,manager_information"

// Suppliers lists all suppliers. It needs mall.read_supply.
func (c *Client) Suppliers(ctx context.Context) (List[Supplier], error) {
	return pages[Supplier](ctx, c, "suppliers", url.Values{"fields": {SupplierFields}})
}

// pages reads a list that is paged by offset. The key of the list is its path.
func pages[T any](ctx context.Context, c *Client, resource string, query url.Values) (all List[T], err error) {
	query.Set("limit", strconv.Itoa(pageSize))
	for offset := 0; offset <= maxOffset; offset += pageSize {
		query.Set("offset", strconv.Itoa(offset))
		page, err := fetchList[T](ctx, c, get(resource, resource, query), resource)
		if err != nil {
			return List[T]{}, err
		}
		all.Items, all.Unreadable = append(all.Items, page.Items...), append(all.Unreadable, page.Unreadable...)
		if page.Len() < pageSize {
			break
		}
	}
	return all, nil
}

// Store is what the mall publishes about itself.
type Store struct {
	Name          string
	Email         string // the store's public address; may be empty
	PrimaryDomain string
}

// UnmarshalJSON reads GET store.
func (s *Store) UnmarshalJSON(raw []byte) error {
	var w struct {
		Name   name `json:"shop_name"`
		Email  text `json:"email"`
		Domain text `json:"primary_domain"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*s = Store{Name: string(w.Name), Email: string(w.Email), PrimaryDomain: string(w.Domain)}
	return nil
}

// Store reads the default shop's name and address. It needs mall.read_store.
func (c *Client) Store(ctx context.Context) (Store, error) {
	return fetch[Store](ctx, c, get("store", "store", nil), "store")
}

// Shop is one of a mall's up to 15 shops.
type Shop struct {
	No       int
	Default  bool
	Name     string
	Language string // e.g. "ko_KR"
	Currency string
	Active   bool
}

// UnmarshalJSON reads a row of GET shops.
func (s *Shop) UnmarshalJSON(raw []byte) error {
	var w struct {
		No       number `json:"shop_no"`
		Default  flag   `json:"default"`
		Name     name   `json:"shop_name"`
		Language text   `json:"language_code"`
		Currency text   `json:"currency_code"`
		Active   flag   `json:"active"`
	}
	if err := json.Unmarshal(raw, &w); err != nil {
		return err
	}
	*s = Shop{
		No: int(w.No.value), Default: w.Default.value, Name: string(w.Name),
		Language: string(w.Language), Currency: string(w.Currency), Active: w.Active.or(true),
	}
	return nil
}

// Shops lists the mall's shops. It needs mall.read_store.
func (c *Client) Shops(ctx context.Context) (List[Shop], error) {
	return fetchList[Shop](ctx, c, get("shops", "shops", nil), "shops")
}

// Currency returns the ISO 4217 currency of the default shop, whose prices the
// product list has; "" if the answer does not name one. It needs mall.read_store.
func (c *Client) Currency(ctx context.Context) (string, error) {
	shops, err := c.Shops(ctx)
	if err != nil {
		return "", err
	}
	for _, s := range shops.Items {
		if s.Default && currencyPattern.MatchString(s.Currency) {
			return s.Currency, nil
		}
	}
	return "", nil
}

var currencyPattern = regexp.MustCompile(`^[A-Z]{3}$`)

// App is the installation of the app, as the platform reports it.
type App struct{ Version string }

// UnmarshalJSON reads GET apps.
func (a *App) UnmarshalJSON(raw []byte) error {
	var w struct {
		Version text `json:"version"`
	}
	err := json.Unmarshal(raw, &w)
	a.Version = string(w.Version)
	return err
}

// App asks whether the app is still installed: a *ForbiddenError or *AuthError means that it is not. It needs
// mall.read_application.
func (c *Client) App(ctx context.Context) (App, error) {
	return fetch[App](ctx, c, get("apps", "apps", nil), "app")
}
