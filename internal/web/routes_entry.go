package web

import (
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// entryRoutes are the routes of this subject.
func (s *Server) entryRoutes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Launch, kit.Anyone, s.landing).Within(consentTimeout),
		kit.Get(paths.Install, kit.See, s.startConsent).Within(consentTimeout),
		kit.Get(paths.Consent, kit.Anyone, s.continueConsent).Within(consentTimeout),
		kit.Get(paths.Window, kit.Anyone, s.openWindow).Within(consentTimeout),
		kit.Get(paths.Callback, kit.Anyone, s.finishConsent).Within(consentTimeout),
		kit.Get(paths.Unsubscribe, kit.Anyone, s.linkPage(notify.LinkUnsubscribe)),
		kit.Post(paths.Unsubscribe, kit.Anyone, s.followLink(notify.LinkUnsubscribe)),
		kit.Get(paths.Confirm, kit.Anyone, s.linkPage(notify.LinkConfirm, notify.LinkReturn)),
		kit.Post(paths.Confirm, kit.Anyone, s.followLink(notify.LinkConfirm, notify.LinkReturn)),
		kit.Get(paths.Act, kit.Anyone, s.linkPage(notify.LinkAcknowledge, notify.LinkSnooze)),
		kit.Post(paths.Act, kit.Anyone, s.followLink(notify.LinkAcknowledge, notify.LinkSnooze)),
		kit.Get(paths.Open, kit.Anyone, s.openPage),
		kit.Post(paths.Open, kit.Anyone, s.leaveForAdmin),
	}
}
