package cafe24sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// Poison is a fault in the answers about one product, while the answers about all others are correct.
type Poison string

// The poisons. The zero Poison breaks nothing.
const (
	PoisonVariants500   Poison = "variants_500"  // the call for its variants is 500
	PoisonVariants404   Poison = "variants_404"  // or it is 404
	PoisonVariantsSlow  Poison = "variants_slow" // or it is answered after 12 s
	PoisonNoNumber      Poison = "no_number"     // a list names it without product_no
	PoisonNull          Poison = "null"          // a list holds null in its place
	PoisonVariantsText  Poison = "variants_text" // its variants are a text and not a list
	PoisonNoVariantCode Poison = "no_code"       // its variants have no variant_code
	PoisonQuantity      Poison = "quantity"      // its quantities are no numbers
	PoisonList          Poison = "list_500"      // every list with its variants is 500
)

// Poisons returns all of them.
func Poisons() []Poison {
	return []Poison{
		PoisonVariants500, PoisonVariants404, PoisonVariantsSlow, PoisonNoNumber, PoisonNull, PoisonVariantsText, PoisonNoVariantCode,
		PoisonQuantity, PoisonList,
	}
}

const slowAnswer = 12 * time.Second

// SetPoison breaks the answers about one product; the zero Poison repairs them.
func (s *Server) SetPoison(mallID string, no int, p Poison) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	if p == "" {
		delete(m.poison, no)
		return nil
	}
	m.poison[no] = p
	return nil
}

// Heal repairs the answers about all products.
func (s *Server) Heal(mallID string) error {
	m, err := s.lock(mallID)
	if err != nil {
		return err
	}
	defer m.mu.Unlock()
	clear(m.poison)
	return nil
}

// poisonList breaks the rows of a list of products.
func (c *call) poisonList(list []*Product, rows any) (any, error) {
	sick := false
	for _, p := range list {
		poison := c.mall.poison[p.No]
		if poison == PoisonList && c.query.embeds("variants") {
			return nil, &apiError{http.StatusInternalServerError, "Internal Server Error"}
		}
		sick = sick || poison != ""
	}
	if !sick {
		return rows, nil
	}
	var broken []any
	text, err := json.Marshal(rows)
	if err == nil {
		err = json.Unmarshal(text, &broken)
	}
	if err != nil {
		return nil, fmt.Errorf("poison: %w", err)
	}
	for i, p := range list {
		if row, ok := broken[i].(map[string]any); ok {
			broken[i] = poisonRow(row, c.mall.poison[p.No])
		}
	}
	return broken, nil
}

func poisonRow(row map[string]any, p Poison) any {
	switch p {
	case PoisonNoNumber:
		delete(row, "product_no")
	case PoisonNull:
		return nil
	case PoisonVariantsText:
		if _, embedded := row["variants"]; embedded {
			row["variants"] = "none"
		}
	case PoisonNoVariantCode, PoisonQuantity:
		poisonVariants(row["variants"], p)
	case PoisonVariants500, PoisonVariants404, PoisonVariantsSlow, PoisonList:
	}
	return row
}

func poisonVariants(variants any, p Poison) {
	list, _ := variants.([]any)
	for _, v := range list {
		row, ok := v.(map[string]any)
		if !ok {
			continue
		}
		if p == PoisonNoVariantCode {
			delete(row, "variant_code")
			continue
		}
		row["quantity"] = "many"
		if nested, ok := row["inventories"].(map[string]any); ok {
			nested["quantity"] = "many"
		}
	}
}

// poisonAnswer breaks the answer with a product's variants.
func (c *call) poisonAnswer(p *Product, answer any) (any, error) {
	switch poison := c.mall.poison[p.No]; poison {
	case PoisonVariants500:
		return nil, &apiError{http.StatusInternalServerError, "Internal Server Error"}
	case PoisonVariants404:
		return nil, &apiError{http.StatusNotFound, "The product does not exist."}
	case PoisonVariantsSlow:
		c.slow = true
	case PoisonVariantsText:
		return map[string]any{"variants": "none"}, nil
	case PoisonNoVariantCode, PoisonQuantity:
		var broken map[string]any
		text, err := json.Marshal(answer)
		if err == nil {
			err = json.Unmarshal(text, &broken)
		}
		if err != nil {
			return nil, fmt.Errorf("poison: %w", err)
		}
		poisonVariants(broken["variants"], poison)
		return broken, nil
	case PoisonNoNumber, PoisonNull, PoisonList, "":
	}
	return answer, nil
}
