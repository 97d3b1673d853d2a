package cafe24sim

import "fmt"

// AddProduct puts a product on sale and returns it with its number and codes. A product with no variant gets one.
func (s *Server) AddProduct(mallID string, p Product) (Product, error) {
	m, err := s.lock(mallID)
	if err != nil {
		return Product{}, err
	}
	defer m.mu.Unlock()
	added := p.clone()
	m.complete(&added)
	m.insert(&added)
	m.touched[added.No] = true
	m.emit(eventProductCreated, productEvent(m, &added))
	return added.clone(), nil
}

func (m *mall) complete(p *Product) {
	if p.No == 0 {
		p.No = m.nextProductNo()
	}
	p.Code = orDefault(p.Code, productCode(p.No))
	if len(p.Variants) == 0 {
		p.Variants = []Variant{{}}
	}
	for i := range p.Variants {
		p.Variants[i].Code = orDefault(p.Variants[i].Code, variantCode(p.Code, i))
	}
	now := m.sim.cfg.Now()
	if p.Created.IsZero() {
		p.Created = now
	}
	p.Updated = now
}

// EditProduct changes a product and sends 90002.
func (s *Server) EditProduct(mallID string, no int, e Edit) error {
	return s.withProduct(mallID, no, func(m *mall, p *Product) {
		m.edit(p, e)
		m.emit(eventProductEdited, productEvent(m, p))
	})
}

// EditProducts changes several products at once, as the admin's grid does, and sends one 90041.
func (s *Server) EditProducts(mallID string, numbers []int, e Edit) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	for _, no := range numbers {
		p, err := m.product(no)
		if err != nil {
			return err
		}
		m.edit(p, e)
	}
	m.emit(eventProductsEdited, productsEdited(m, numbers))
	return nil
}

func (m *mall) edit(p *Product, e Edit) {
	e.apply(p)
	p.Updated = m.sim.cfg.Now()
	m.touched[p.No] = true
}

// DeleteProduct deletes a product and sends 90003.
func (s *Server) DeleteProduct(mallID string, no int) error {
	return s.withProduct(mallID, no, func(m *mall, p *Product) {
		m.remove(p)
		m.emit(eventProductDeleted, productDeleted(m, p))
	})
}

// RestoreProduct restores a deleted product and sends 90022.
func (s *Server) RestoreProduct(mallID string, no int) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	p, ok := m.deleted[no]
	if !ok {
		return fmt.Errorf("%w: %d is not deleted in %s", ErrNoProduct, no, mallID)
	}
	m.insert(p)
	m.touched[no] = true
	m.emit(eventProductRestored, productEvent(m, p))
	return nil
}

func (s *Server) withProduct(mallID string, no int, do func(*mall, *Product)) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	p, err := m.product(no)
	if err != nil {
		return err
	}
	do(m, p)
	return nil
}
