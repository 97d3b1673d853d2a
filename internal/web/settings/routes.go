package settings

import (
	"cafe24-inventory-alert/internal/web/kit"
	"cafe24-inventory-alert/views/paths"
)

// Routes returns the routes of this subject, each with the right that it needs.
func (h *Handler) Routes() []kit.Route {
	return []kit.Route{
		kit.Get(paths.Settings, kit.See, h.settingsPage),
		kit.Get(paths.Digest, kit.See, h.digestPage),
		kit.Get(paths.Team, kit.Inside, h.sessionsPage),
		kit.Post(paths.EndSessions, kit.Inside, h.endSessions),
		kit.Post(paths.Team, kit.Own, h.saveSettings(readTeam)).Asks(h.sureOfTeam),
		kit.Post(paths.Schedule, kit.Own, h.saveSettings(readSchedule)),
		kit.Post(paths.Language, kit.Own, h.saveSettings(readLanguage)),
		kit.Post(paths.Theme, kit.Inside, h.saveTheme),
		kit.Post(paths.Channels, kit.Own, h.saveSettings(h.readChannels)).Asks(h.sureOfChannels),
		kit.Get(paths.Recipients, kit.See, h.recipientsNews),
		kit.Post(paths.Recipients, kit.Own, h.saveSettings(readRecipient)),
		kit.Post(paths.AddRecipient, kit.Own, h.saveSettings(addRecipient)),
		kit.Post(paths.RemoveRecipient, kit.Own, h.saveSettings(removeRecipient)).Asks(h.sureToRemove),
		kit.Post(paths.ConfirmRecipients, kit.Own, h.sendConfirm),
		kit.Post(paths.SendTest, kit.Own, h.sendTest).Within(mailTimeout),
		kit.Post(paths.WebhookSecret, kit.Own, h.webhookSecret).Asks(h.sureOfSecret),
		kit.Post(paths.Tokens, kit.Own, h.makeToken).Asks(h.sureOfNewToken),
		kit.Post(paths.DeleteToken, kit.Own, h.deleteToken).Asks(h.sureToRevoke),
	}
}
