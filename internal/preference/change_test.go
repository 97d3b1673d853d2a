package preference_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cafe24-inventory-alert/internal/lowstock"
	"cafe24-inventory-alert/internal/preference"
)

func TestSettingChanges(t *testing.T) {
	t.Parallel()
	was := preference.Settings{
		Locale: "ko", Timezone: "Asia/Seoul", CollectSeconds: 60, DigestAt: "09:00", Targets: preference.Targets{}.With(lowstock.ChannelSlack, "https://hooks.slack.com/old-secret"),
		Recipients: []preference.Recipient{{Email: "a@x.kr", Immediate: true, Digest: preference.DigestOff}, {Email: "b@x.kr", Digest: preference.DigestOff}},
	}
	if got := preference.SettingChanges(was, was); len(got) != 0 {
		t.Errorf("nothing changed: %+v", got)
	}
	is := was
	is.CollectSeconds, is.QuietFrom, is.QuietTo, is.SubsChangeRules = 0, "22:00", "07:00", true
	is.Targets = is.Targets.With(lowstock.ChannelSlack, "https://hooks.slack.com/new-secret").With(lowstock.ChannelWebhook, "https://erp.x.kr/hook-secret")
	is.Recipients = []preference.Recipient{{Email: "a@x.kr", Digest: preference.DigestDaily, Categories: []int{1, 2}}, {Email: "c@x.kr"}}
	got := preference.SettingChanges(was, is)
	want := []preference.SettingChange{
		{What: preference.SettingImmediate, Subject: "a@x.kr", From: "on"},
		{What: preference.SettingDigest, Subject: "a@x.kr", From: "off", To: "daily"},
		{What: preference.SettingScope, Subject: "a@x.kr", To: "2"},
		{What: preference.SettingRecipientRemoved, Subject: "b@x.kr"},
		{What: preference.SettingRecipientAdded, Subject: "c@x.kr"},
		{What: preference.Setting(lowstock.ChannelSlack), From: "on", To: "on"},
		{What: preference.Setting(lowstock.ChannelWebhook), To: "on"},
		{What: preference.SettingCollect, From: "60", To: "0"},
		{What: preference.SettingQuiet, To: "22:00–07:00"},
		{What: preference.SettingSubs, To: "on"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Contains(fmt.Sprintf("%+v", got), "secret") {
		t.Error("the record holds a secret")
	}
}

func TestSupplyChanges(t *testing.T) {
	t.Parallel()
	was := preference.Supply{LeadDays: 14, Level: 95, OrderDays: 28, Suppliers: map[string]int{"S1": 7}, Products: map[int64]int{}}
	is := was
	is.LeadDays, is.Level = 9, 98
	want := []preference.SettingChange{{What: preference.SettingLeadDays, From: "14", To: "9"}, {What: preference.SettingLevel, From: "95", To: "98"}}
	if diff := cmp.Diff(want, preference.SupplyChanges(was, is)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, tc := range []struct {
		lead preference.LeadTime
		want []preference.SettingChange
	}{
		{preference.LeadTime{SupplierCode: "S1"}, []preference.SettingChange{{What: preference.SettingSupplierLead, Subject: "S1", From: "7"}}},
		{preference.LeadTime{SupplierCode: "S1", Days: 7}, nil},
		{preference.LeadTime{ProductNo: 3, Days: 21}, []preference.SettingChange{{What: preference.SettingProductLead, Subject: "3", To: "21"}}},
	} {
		if diff := cmp.Diff(tc.want, tc.lead.Changes(was)); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", tc.lead, diff)
		}
	}
}
