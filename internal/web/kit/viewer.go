package kit

import (
	"cafe24-inventory-alert/internal/team"
	"cafe24-inventory-alert/internal/web/present"
)

// ViewerOf returns the viewer for whom a page of this session is made.
func (k *Kit) ViewerOf(who Session) present.Viewer {
	return present.Viewer{Locale: who.Locale, Zone: who.Zone, Currency: who.Mall.Currency, Settings: who.Settings, Now: k.Now(), Right: who.Right, ReadOnly: who.Right < team.RightRules, Subs: who.subs}
}
