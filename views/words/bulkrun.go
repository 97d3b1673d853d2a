package words

// bulkRunWords are the progress of an action on many alerts, and how it ended.
func bulkRunWords() []entry {
	return []entry{
		{"alerts.run", "‘{2}’ 적용 중: {0} / {1}건. 다른 화면으로 가도 계속돼요.", "“{2}”: {0} of {1}. It continues if you leave this page."},
		{"alerts.run_undo", "되돌리는 중: {0} / {1}건. 다른 화면으로 가도 계속돼요.", "Undoing: {0} of {1}. It continues if you leave this page."},
		{"alerts.run_label", "진행", "Progress"},
		{"alerts.run_stop", "중단", "Stop"},
		{"alerts.run_stop_hint", "이미 처리한 알림은 그대로 두고 나머지는 하지 않아요.", "What is done stays done; the rest is left."},
		{"alerts.run_refresh", "새로고침", "Refresh"},
		{"alerts.run_list", "목록 새로 보기", "Reload the list"},
		{"alerts.rest_stopped", "중단해서 {0}건은 하지 않았어요.", "It was stopped, so {0} {0#was/were} left."},
		{"alerts.undone_stopped", "중단해서 {0}건은 되돌리지 않았어요.", "It was stopped, so {0} {0#was/were} not undone."},
		{"error.acts_running", "앞서 시작한 작업이 아직 진행 중이에요. 끝나거나 중단한 뒤에 다시 해 주세요.", "An earlier action is still running. Please try again once it has finished or been stopped."},
		{"error.acts_most", "한 번에 100,000건까지 할 수 있어요. 조건을 더해서 나눠 주세요.", "Up to 100,000 alerts at once. Add a filter to split them."},
	}
}
