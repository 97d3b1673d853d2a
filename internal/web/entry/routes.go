package entry

import (
	"cafe24-inventory-alert/internal/notify"
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Launch, kit.Anyone, h.landing).Within(consentTimeout),
		kit.Post(paths.Logout, kit.Anyone, h.logOut),
		kit.Get(paths.Install, kit.See, h.startConsent).Within(consentTimeout),
		kit.Get(paths.Consent, kit.Anyone, h.continueConsent).Within(consentTimeout),
		kit.Get(paths.Window, kit.Anyone, h.openWindow).Within(consentTimeout),
		kit.Get(paths.Callback, kit.Anyone, h.finishConsent).Within(consentTimeout),
		kit.Get(paths.Unsubscribe, kit.Anyone, h.linkPage(notify.LinkUnsubscribe, notify.LinkRefuse, notify.LinkAccept)),
		kit.Post(paths.Unsubscribe, kit.Anyone, h.followLink(notify.LinkUnsubscribe, notify.LinkRefuse, notify.LinkAccept)),
		kit.Get(paths.Confirm, kit.Anyone, h.linkPage(notify.LinkConfirm, notify.LinkReturn)),
		kit.Post(paths.Confirm, kit.Anyone, h.followLink(notify.LinkConfirm, notify.LinkReturn)),
		kit.Get(paths.Act, kit.Anyone, h.linkPage(notify.LinkAcknowledge, notify.LinkSnooze)),
		kit.Post(paths.Act, kit.Anyone, h.followLink(notify.LinkAcknowledge, notify.LinkSnooze)),
		kit.Get(paths.Open, kit.Anyone, h.openPage),
		kit.Post(paths.Open, kit.Anyone, h.leaveForAdmin),
		kit.Get(paths.Privacy, kit.Anyone, h.privacy),
	}
}
