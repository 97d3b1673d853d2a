package cafe24sim

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// ErrNoEntry means that a mall has no such category or supplier.
var ErrNoEntry = errors.New("cafe24sim: no such category or supplier")

// AddCategory adds a category below another one (1: the root), sends 90042 and returns its number.
func (s *Server) AddCategory(mallID string, parent int, name string) (no int, err error) {
	err = s.withLists(mallID, func(m *mall) error {
		c := category{No: 24, Depth: 1, Parent: 1, Name: name}
		for _, other := range m.categories {
			c.No = max(c.No, other.No+1)
			if other.No == parent {
				c.Parent, c.Depth = parent, other.Depth+1
			}
		}
		m.categories = append(m.categories, c)
		no = c.No
		m.emit(eventCategoryAdded, m.resource(resource{"event_shop_no": "1", "category_no": c.No, "category_name": name}))
		return nil
	})
	return no, err
}

// RenameCategory renames a category and sends 90043.
func (s *Server) RenameCategory(mallID string, no int, name string) error {
	return s.withLists(mallID, func(m *mall) error {
		at, err := m.categoryAt(no)
		if err != nil {
			return err
		}
		m.categories[at].Name = name
		m.emit(eventCategoryEdited, m.resource(resource{"event_shop_no": "1", "category_no": strconv.Itoa(no), "category_name": name}))
		return nil
	})
}

// DeleteCategory deletes a category and sends 90044. The categories below it stay.
func (s *Server) DeleteCategory(mallID string, no int) error {
	return s.withLists(mallID, func(m *mall) error {
		at, err := m.categoryAt(no)
		if err != nil {
			return err
		}
		m.categories = slices.Delete(slices.Clone(m.categories), at, at+1)
		m.emit(eventCategoryDeleted, m.resource(resource{"event_shop_no": "1", "category_no": no}))
		return nil
	})
}

func (m *mall) categoryAt(no int) (int, error) {
	at := slices.IndexFunc(m.categories, func(c category) bool { return c.No == no })
	if at < 0 {
		return 0, fmt.Errorf("%w: category %d in %s", ErrNoEntry, no, m.id)
	}
	return at, nil
}

// AddSupplier adds a supplier, sends 90090 and returns the supplier's code.
func (s *Server) AddSupplier(mallID, name string) (code string, err error) {
	err = s.withLists(mallID, func(m *mall) error {
		code = "S" + letters(len(m.suppliers)+26, 7)
		m.suppliers = append(m.suppliers, supplier{Code: code, Name: name})
		m.emit(eventSupplierAdded, m.resource(resource{"event_shop_no": "1", "supplier_code": code, "supplier_name": name}))
		return nil
	})
	return code, err
}

// RenameSupplier renames a supplier and sends 90091.
func (s *Server) RenameSupplier(mallID, code, name string) error {
	return s.withLists(mallID, func(m *mall) error {
		at, err := m.supplierAt(code)
		if err != nil {
			return err
		}
		m.suppliers[at].Name = name
		m.emit(eventSupplierEdited, m.resource(resource{"event_shop_no": "1", "supplier_code": code, "supplier_name": name}))
		return nil
	})
}

// DeleteSupplier deletes a supplier and sends 90093.
func (s *Server) DeleteSupplier(mallID, code string) error {
	return s.withLists(mallID, func(m *mall) error {
		at, err := m.supplierAt(code)
		if err != nil {
			return err
		}
		m.suppliers = slices.Delete(slices.Clone(m.suppliers), at, at+1)
		m.emit(eventSupplierDeleted, m.resource(resource{"event_shop_no": "1", "supplier_code": code}))
		return nil
	})
}

func (m *mall) supplierAt(code string) (int, error) {
	at := slices.IndexFunc(m.suppliers, func(s supplier) bool { return s.Code == code })
	if at < 0 {
		return 0, fmt.Errorf("%w: supplier %s in %s", ErrNoEntry, code, m.id)
	}
	return at, nil
}

// RenameShop renames the mall's shop and sends 90111.
func (s *Server) RenameShop(mallID, name string) error {
	return s.withLists(mallID, func(m *mall) error {
		m.name = name
		m.emit(eventShopEdited, m.resource(resource{"event_shop_no": "1", "shop_name": name, "language_code": "ko_KR"}))
		return nil
	})
}

// SetCurrency makes the mall's default shop sell in another currency. The prices stay as numbers. It sends no
// webhook, and the data file does not store it.
func (s *Server) SetCurrency(mallID, currency string) error {
	return s.withMall(mallID, func(m *mall) error {
		m.currency = currency
		return nil
	})
}

// withLists runs do on the mall and marks its lists as changed, because the data file stores them as a whole.
func (s *Server) withLists(mallID string, do func(*mall) error) error {
	return s.withMall(mallID, func(m *mall) error {
		m.listed = true
		return do(m)
	})
}

func (s *Server) withMall(mallID string, do func(*mall) error) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	return do(m)
}
