package web

import (
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/views/paths"
)

// entryRoutes are the routes of this subject.
func (s *Server) entryRoutes() []Route {
	return []Route{
		Get(paths.Launch, Anyone, s.landing).Within(consentTimeout),
		Get(paths.Install, See, s.startConsent).Within(consentTimeout),
		Get(paths.Consent, Anyone, s.continueConsent).Within(consentTimeout),
		Get(paths.Window, Anyone, s.openWindow).Within(consentTimeout),
		Get(paths.Callback, Anyone, s.finishConsent).Within(consentTimeout),
		Get(paths.Unsubscribe, Anyone, s.linkPage(notify.LinkUnsubscribe)),
		Post(paths.Unsubscribe, Anyone, s.followLink(notify.LinkUnsubscribe)),
		Get(paths.Confirm, Anyone, s.linkPage(notify.LinkConfirm, notify.LinkReturn)),
		Post(paths.Confirm, Anyone, s.followLink(notify.LinkConfirm, notify.LinkReturn)),
		Get(paths.Act, Anyone, s.linkPage(notify.LinkAcknowledge, notify.LinkSnooze)),
		Post(paths.Act, Anyone, s.followLink(notify.LinkAcknowledge, notify.LinkSnooze)),
		Get(paths.Open, Anyone, s.openPage),
		Post(paths.Open, Anyone, s.leaveForAdmin),
	}
}
