package pipeline

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/lowstock"
)

// catalogueTimeout bounds what a sweep spends on names before it reads stock.
const catalogueTimeout = 8 * time.Second

// readCatalogue reads what rules refer to, and the shop's name. A mall that
// refuses any of it, for want of a scope, is swept all the same.
func (p *Pipeline) readCatalogue(ctx context.Context, mall lowstock.MallID) {
	short, cancel := context.WithTimeout(ctx, catalogueTimeout)
	defer cancel()
	for what, read := range map[string]func(context.Context, lowstock.MallID) error{
		"categories": p.readCategories, "suppliers": p.readSuppliers, "shop": p.readShop,
	} {
		if err := read(short, mall); err != nil {
			p.log.WarnContext(ctx, "catalogue not read", "mall", mall, "what", what, "error", err)
		}
	}
	if err := p.planMembers(ctx, mall); err != nil {
		p.log.WarnContext(ctx, "catalogue not read", "mall", mall, "what", "members", "error", err)
	}
}

func (p *Pipeline) readCategories(ctx context.Context, mall lowstock.MallID) error {
	list, err := p.client(mall).Categories(ctx)
	if err != nil {
		return err
	}
	save := p.store.SaveCategories
	if !p.noteUnreadable(ctx, mall, lowstock.ListCategories, list.Unreadable, true) {
		save = p.store.AddCategories
	}
	return save(ctx, mall, categoriesOf(list.Items))
}

// noteUnreadable sets aside what could not be read of a list, and says whether
// it was whole. That it could not be noted is logged, and holds up nothing. A
// list that is always read to its end releases what it does not hold any more.
func (p *Pipeline) noteUnreadable(ctx context.Context, mall lowstock.MallID, list string, elements []cafe24.Unreadable, toItsEnd bool) (whole bool) {
	found := unreadableOf(list, elements)
	p.logUnreadable(ctx, mall, found)
	if len(found) > 0 || toItsEnd {
		if err := p.store.NoteUnreadable(ctx, mall, list, found, toItsEnd, p.now()); err != nil {
			p.log.WarnContext(ctx, "unreadable elements not noted", "mall", mall, "list", list, "error", err)
		}
	}
	return len(found) == 0
}

// categoriesOf adds the names on the way from the root, as "의류 > 상의".
func categoriesOf(list []cafe24.Category) []lowstock.Category {
	byNo := make(map[int]cafe24.Category, len(list))
	for _, c := range list {
		byNo[c.No] = c
	}
	out := make([]lowstock.Category, 0, len(byNo))
	for _, c := range byNo {
		names := []string{c.Name}
		for up, ok := byNo[c.ParentNo]; ok && len(names) < 8; up, ok = byNo[up.ParentNo] {
			names = append([]string{up.Name}, names...)
		}
		out = append(out, lowstock.Category{
			No: c.No, ParentNo: c.ParentNo, Depth: c.Depth, Name: c.Name, FullName: strings.Join(names, " > "),
		})
	}
	return out
}

func (p *Pipeline) readSuppliers(ctx context.Context, mall lowstock.MallID) error {
	list, err := p.client(mall).Suppliers(ctx)
	if err != nil {
		return err
	}
	suppliers := make([]lowstock.Supplier, 0, len(list.Items))
	for _, s := range list.Items {
		suppliers = append(suppliers, lowstock.Supplier(s))
	}
	save := p.store.SaveSuppliers
	if !p.noteUnreadable(ctx, mall, lowstock.ListSuppliers, list.Unreadable, true) {
		save = p.store.AddSuppliers
	}
	return save(ctx, mall, suppliers)
}

func (p *Pipeline) readShop(ctx context.Context, mall lowstock.MallID) error {
	shop, err := p.client(mall).Store(ctx)
	if err != nil || shop == (cafe24.Store{}) { // it says nothing of itself
		return err
	}
	return p.store.SaveShop(ctx, mall, shop.Name, shop.Email)
}

// planMembers has the members of every category with a rule read, beside the
// sweep: only the products' numbers come, but a large category is many pages.
func (p *Pipeline) planMembers(ctx context.Context, mall lowstock.MallID) error {
	numbers, err := p.store.RuleCategories(ctx, mall)
	if err != nil || len(numbers) == 0 {
		return err
	}
	jobs := make([]lowstock.Due, len(numbers))
	for i, no := range numbers {
		jobs[i] = lowstock.Due{Kind: dueCategory, Mall: mall, ID: int64(no)}
	}
	return p.enqueue(ctx, jobs...)
}

func (p *Pipeline) category(ctx context.Context, work lowstock.Due, line *logLine) error {
	line.add("category", work.ID)
	members, err := p.loadCategory(ctx, p.client(work.Mall), work.Mall, int(work.ID))
	line.add("products", members)
	return err
}

// LoadCategory reads which products are in a category and evaluates them anew,
// for a rule that was just made. If that does not succeed within ctx, the
// members are read in the background, and the error says why they are not
// there yet.
func (p *Pipeline) LoadCategory(ctx context.Context, mall lowstock.MallID, categoryNo int) error {
	_, err := p.loadCategory(ctx, p.client(mall).Interactive(), mall, categoryNo)
	if err == nil {
		p.poke()
		return nil
	}
	later, cancel := context.WithTimeout(context.WithoutCancel(ctx), dispatchTimeout)
	defer cancel()
	err = errors.Join(err, p.enqueue(later, lowstock.Due{Kind: dueCategory, Mall: mall, ID: int64(categoryNo)}))
	return lowstock.Fail(lowstock.CodeCafe24, "error.category_unread", err)
}

func (p *Pipeline) loadCategory(ctx context.Context, client *cafe24.Client, mall lowstock.MallID, categoryNo int) (int, error) {
	var members []int64
	began, save := p.now(), p.store.SaveCategoryMembers
	q := cafe24.ProductQuery{CategoryNo: categoryNo, Fields: []string{"product_no"}}
	for products, err := range client.AllProducts(ctx, q) {
		if err != nil {
			return len(members), fmt.Errorf("category %d: %w", categoryNo, err)
		}
		for _, product := range products.Items {
			members = append(members, product.No)
		}
		if len(products.Unreadable) > 0 {
			save = p.store.AddCategoryMembers
		}
	}
	err := save(ctx, mall, categoryNo, members, began)
	if err == nil {
		p.poke()
	}
	return len(members), err
}
