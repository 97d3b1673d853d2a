package cafe24sim

import (
	"net/http"
)

// stockChange is what a PUT may change of a variant's stock; fields that are not sent stay.
type stockChange struct {
	VariantCode     string  `json:"variant_code"`
	UseInventory    *string `json:"use_inventory"`
	Important       *string `json:"important_inventory"`
	ControlType     *string `json:"inventory_control_type"`
	DisplaySoldout  *string `json:"display_soldout"`
	Quantity        *int    `json:"quantity"`
	SafetyInventory *int    `json:"safety_inventory"`
	Display         *string `json:"display"`
	Selling         *string `json:"selling"`
	CustomCode      *string `json:"custom_variant_code"`
}

func listVariants(c *call) (any, error) {
	p, err := c.product()
	if err != nil {
		return nil, err
	}
	answer, err := named(c, "variants", c.variantRows(p, len(p.Variants)))
	if err != nil {
		return nil, err
	}
	return c.poisonAnswer(p, answer)
}

func getVariant(c *call) (any, error) {
	at, err := c.variant()
	if err != nil {
		return nil, err
	}
	return one(c, "variant", c.variantRow(at, c.query.embeds("inventories")))
}

func putVariant(c *call) (any, error) {
	at, err := c.variant()
	if err != nil {
		return nil, err
	}
	change, err := decode[stockChange](c, "request")
	if err != nil {
		return nil, err
	}
	if err := c.change(at, change); err != nil {
		return nil, err
	}
	return one(c, "variant", c.variantRow(at, true))
}

// putVariants changes up to 100 variants of one product: all of them, or none if one is invalid.
func putVariants(c *call) (any, error) {
	p, err := c.product()
	if err != nil {
		return nil, err
	}
	changes, err := decode[[]stockChange](c, "requests")
	if err != nil {
		return nil, err
	}
	if len(changes) == 0 || len(changes) > embeddedCap {
		return nil, unprocessable("requests takes 1 to 100 variants.")
	}
	places := make([]place, len(changes))
	for i, change := range changes {
		if places[i], err = c.variantOf(p, change.VariantCode); err != nil {
			return nil, err
		}
		if err := change.check(); err != nil {
			return nil, err
		}
	}
	changed := make([]variantJSON, len(changes))
	for i, change := range changes {
		c.mall.setInventory(places[i], change.apply)
		changed[i] = c.variantRow(places[i], true)
	}
	return named(c, "variants", changed)
}

func getInventory(c *call) (any, error) {
	at, err := c.variant()
	if err != nil {
		return nil, err
	}
	return one(c, "inventory", c.inventoryRow(at))
}

// putInventory answers 409 to a change without effect.
func putInventory(c *call) (any, error) {
	at, err := c.variant()
	if err != nil {
		return nil, err
	}
	change, err := decode[stockChange](c, "request")
	if err != nil {
		return nil, err
	}
	before := stockRow(*at.variant())
	next := *at.variant()
	change.apply(&next)
	if stockRow(next) == before && change.check() == nil {
		return nil, &apiError{http.StatusConflict, "The same content already exists."}
	}
	if err := c.change(at, change); err != nil {
		return nil, err
	}
	return one(c, "inventory", c.inventoryRow(at))
}

func (c *call) inventoryRow(at place) inventoryJSON {
	v := c.mall.seen(*at.variant())
	return inventoryJSON{ShopNo: 1, VariantCode: v.Code, stockJSON: stockRow(v), OriginCode: "W00000A"}
}

func (c *call) change(at place, change stockChange) error {
	if err := change.check(); err != nil {
		return err
	}
	c.mall.setInventory(at, change.apply)
	return nil
}

func (c *call) variant() (place, error) {
	p, err := c.product()
	if err != nil {
		return place{}, err
	}
	return c.variantOf(p, c.PathValue("code"))
}

func (c *call) variantOf(p *Product, code string) (place, error) {
	at, err := c.mall.find(code)
	if err != nil || at.product != p {
		return place{}, &apiError{http.StatusNotFound, "The variant does not exist."}
	}
	return at, nil
}

func (s stockChange) check() error {
	for _, flag := range []*string{s.UseInventory, s.DisplaySoldout, s.Display, s.Selling} {
		if flag != nil && *flag != "T" && *flag != "F" {
			return unprocessable("use_inventory, display_soldout, display and selling must be T or F.")
		}
	}
	for _, kind := range []*string{s.Important, s.ControlType} {
		if kind != nil && *kind != "A" && *kind != "B" {
			return unprocessable("important_inventory and inventory_control_type must be A or B.")
		}
	}
	if s.SafetyInventory != nil && (*s.SafetyInventory < 0 || *s.SafetyInventory > biggestStock) {
		return unprocessable("safety_inventory is out of range.")
	}
	if s.Quantity != nil && (*s.Quantity < -biggestStock || *s.Quantity > biggestStock) {
		return unprocessable("quantity is out of range.")
	}
	return nil
}

func (s stockChange) apply(v *Variant) {
	set(&v.Quantity, s.Quantity)
	set(&v.SafetyInventory, s.SafetyInventory)
	set(&v.CustomCode, s.CustomCode)
	setWhen(&v.Untracked, s.UseInventory, "F")
	setWhen(&v.Oversell, s.DisplaySoldout, "F")
	setWhen(&v.Hidden, s.Display, "F")
	setWhen(&v.NotSelling, s.Selling, "F")
	setWhen(&v.Important, s.Important, "B")
	setWhen(&v.DeductAtPayment, s.ControlType, "B")
}

func setWhen(to *bool, from *string, meansTrue string) {
	if from != nil {
		*to = *from == meansTrue
	}
}
