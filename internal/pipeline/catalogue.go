package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/inbound"
	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/worklist"
)

// catalogueTimeout limits the time that a sweep spends on names before it reads
// stock.
const catalogueTimeout = 8 * time.Second

// catalogueStore stores what rules refer to.
type catalogueStore interface {
	SaveShop(ctx context.Context, shopName, email string) error
	SaveCurrency(ctx context.Context, currency string) error
	SaveCategories(ctx context.Context, categories []inbound.Category) error
	AddCategories(ctx context.Context, categories []inbound.Category) error
	SaveSuppliers(ctx context.Context, suppliers []inbound.Supplier) error
	AddSuppliers(ctx context.Context, suppliers []inbound.Supplier) error
	SaveCategoryMembers(ctx context.Context, categoryNo int, productNos []int64, now time.Time) error
	AddCategoryMembers(ctx context.Context, categoryNo int, productNos []int64, now time.Time) error
	RuleCategories(ctx context.Context) ([]int, error)
	ClaimLists(ctx context.Context, now, until time.Time) error
	FinishLists(ctx context.Context, began, until time.Time) error
	DelayLists(ctx context.Context, until time.Time) error
}

// catalogue reads what rules refer to: categories and their members, suppliers
// and the shop.
type catalogue struct {
	*quarantine

	store malls[catalogueStore]
}

// dueCategory is a job without a row that makes it due. The code that needs it
// inserts it.
const dueCategory worklist.DueKind = "category"

// readCatalogue reads what rules refer to, and the shop's name and currency. A mall that
// refuses any of it because of a missing scope is still swept.
func (c *catalogue) readCatalogue(ctx context.Context, mall lowstock.MallID) {
	short, cancel := context.WithTimeout(ctx, catalogueTimeout)
	defer cancel()
	for what, read := range map[string]func(context.Context, lowstock.MallID) error{
		"categories": c.readCategories, "suppliers": c.readSuppliers, "shop": c.readShop, "currency": c.readCurrency,
	} {
		if err := read(short, mall); err != nil {
			c.log.WarnContext(ctx, "catalogue not read", "mall", mall, "what", what, "error", err)
		}
	}
	if err := c.planMembers(ctx, mall); err != nil {
		c.log.WarnContext(ctx, "catalogue not read", "mall", mall, "what", "members", "error", err)
	}
}

func (c *catalogue) readCategories(ctx context.Context, mall lowstock.MallID) error {
	list, err := c.client(mall).Categories(ctx)
	if err != nil {
		return err
	}
	save := c.store.Mall(mall).SaveCategories
	if !c.noteUnreadable(ctx, mall, inbound.ListCategories, list.Unreadable, true) {
		save = c.store.Mall(mall).AddCategories
	}
	return save(ctx, categoriesOf(list.Items))
}

// categoriesOf adds the names on the path from the root, as "의류 > 상의".
func categoriesOf(list []cafe24.Category) []inbound.Category {
	byNo := make(map[int]cafe24.Category, len(list))
	for _, c := range list {
		byNo[c.No] = c
	}
	out := make([]inbound.Category, 0, len(byNo))
	for _, c := range byNo {
		names := []string{c.Name}
		for up, ok := byNo[c.ParentNo]; ok && len(names) < 8; up, ok = byNo[up.ParentNo] {
			names = append([]string{up.Name}, names...)
		}
		out = append(out, inbound.Category{
			No: c.No, ParentNo: c.ParentNo, Depth: c.Depth, Name: c.Name, FullName: strings.Join(names, " > "),
		})
	}
	return out
}

func (c *catalogue) readSuppliers(ctx context.Context, mall lowstock.MallID) error {
	list, err := c.client(mall).Suppliers(ctx)
	if err != nil {
		return err
	}
	suppliers := make([]inbound.Supplier, 0, len(list.Items))
	for _, s := range list.Items {
		suppliers = append(suppliers, inbound.Supplier{Code: s.Code, Name: s.Name, Agent: inbound.Agent(s.Agent)})
	}
	save := c.store.Mall(mall).SaveSuppliers
	if !c.noteUnreadable(ctx, mall, inbound.ListSuppliers, list.Unreadable, true) {
		save = c.store.Mall(mall).AddSuppliers
	}
	return save(ctx, suppliers)
}

func (c *catalogue) readShop(ctx context.Context, mall lowstock.MallID) error {
	shop, err := c.client(mall).Store(ctx)
	if err != nil || shop == (cafe24.Store{}) { // the answer holds no data
		return err
	}
	return c.store.Mall(mall).SaveShop(ctx, shop.Name, shop.Email)
}

func (c *catalogue) readCurrency(ctx context.Context, mall lowstock.MallID) error {
	currency, err := c.client(mall).Currency(ctx)
	if err != nil || currency == "" {
		return err
	}
	return c.store.Mall(mall).SaveCurrency(ctx, currency)
}

// planMembers has the members of every category with a rule read, separately
// from the sweep. Only the products' numbers are returned, but a large category
// has many pages.
func (c *catalogue) planMembers(ctx context.Context, mall lowstock.MallID) error {
	numbers, err := c.store.Mall(mall).RuleCategories(ctx)
	if err != nil || len(numbers) == 0 {
		return err
	}
	jobs := make([]worklist.Due, len(numbers))
	for i, no := range numbers {
		jobs[i] = worklist.Due{Kind: dueCategory, Mall: mall, ID: int64(no)}
	}
	return c.enqueue(ctx, jobs...)
}

func (c *catalogue) category(ctx context.Context, work worklist.Due, line *logLine) error {
	line.add("category", work.ID)
	members, err := c.loadCategory(ctx, c.client(work.Mall), work.Mall, int(work.ID))
	line.add("products", members)
	return err
}

// load reads the members of a category now or, if that fails, in the
// background.
func (c *catalogue) load(ctx context.Context, mall lowstock.MallID, categoryNo int) error {
	_, err := c.loadCategory(ctx, c.client(mall).Interactive(), mall, categoryNo)
	if err == nil {
		c.poke()
		return nil
	}
	later, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	err = errors.Join(err, c.enqueue(later, worklist.Due{Kind: dueCategory, Mall: mall, ID: int64(categoryNo)}))
	return lowstock.Fail(lowstock.CodeCafe24, "error.category_unread", err)
}

func (c *catalogue) loadCategory(ctx context.Context, client *cafe24.Client, mall lowstock.MallID, categoryNo int) (int, error) {
	var members []int64
	began, save := c.now(), c.store.Mall(mall).SaveCategoryMembers
	q := cafe24.ProductQuery{CategoryNo: categoryNo, Fields: []string{"product_no"}}
	for products, err := range client.AllProducts(ctx, q) {
		if err != nil {
			return len(members), fmt.Errorf("category %d: %w", categoryNo, err)
		}
		for _, product := range products.Items {
			members = append(members, product.No)
		}
		if len(products.Unreadable) > 0 {
			save = c.store.Mall(mall).AddCategoryMembers
		}
	}
	err := save(ctx, categoryNo, members, began)
	if err == nil {
		c.poke()
	}
	return len(members), err
}
