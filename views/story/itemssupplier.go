package story

import (
	"cafe24-inventory-alert/views"
	"cafe24-inventory-alert/views/words"
)

// itemsSupplier asks for the supplier of many items.
func itemsSupplier(l words.Locale) views.ItemsSupplier {
	return views.ItemsSupplier{
		Shell: shell(l, "/stock", "items.title"), Title: l.T("items.of", 213), Back: "/stock?status=low", All: true,
		Choices: []views.Choice{{Label: l.T("items.choose"), On: true}, {Value: "S0001", Label: "한결직물"}, {Value: "own-1", Label: "나리 공방"}, {Value: "-", Label: l.T("items.cafe24")}},
	}
}

// itemsSupplierRefused is the same without a choice.
func itemsSupplierRefused(l words.Locale) views.ItemsSupplier {
	m := itemsSupplier(l)
	m.All, m.Codes = false, []string{"P0000001A"}
	m.Errors = []views.FieldError{{Field: "supplier", Text: l.T("error.items_supplier")}}
	return m
}

// itemsAct is what such an act did.
func itemsAct(l words.Locale) views.ItemsAct {
	return views.ItemsAct{
		Shell: shell(l, "/stock", "items.title"), Back: "/stock", Done: l.T("items.done", 213, "나리 공방", 200), Notes: []string{l.T("items.same", 9), l.T("items.gone", 4)},
		Undo: "/stock/supplier/7/undo", Supplier: &views.Link{Text: "나리 공방", URL: "/suppliers/own-1"},
	}
}

// itemsUndone is the same after it was taken back.
func itemsUndone(l words.Locale) views.ItemsAct {
	m := itemsAct(l)
	m.Undo, m.Undone = "", l.T("items.undone")+" "+l.T("items.kept", 2)
	return m
}
