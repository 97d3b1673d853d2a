package install

import (
	"context"
	"errors"
	"time"

	"cafe24-inventory-alert/internal/cafe24"
	"cafe24-inventory-alert/internal/connect"
	"cafe24-inventory-alert/internal/lowstock"
)

// Refused judges an error that the mall's API answered. One refusal alone is no
// verdict: the platform and the proxies in front of it also refuse for a
// moment. A second refusal some minutes later, without a good answer between
// them, marks the mall for reconnecting, unless many malls are refused at once.
// An answer that the app was deleted does not count as an uninstallation: only
// the webhook does.
func (i *Installer) Refused(ctx context.Context, mall lowstock.MallID, err error) connect.Verdict {
	if errors.Is(err, ErrReconnect) {
		return connect.RefusedForGood
	}
	reason, at := refusal(err)
	if reason == "" {
		return connect.NoVerdict
	}
	if at.IsZero() {
		at = i.now()
	}
	verdict, verdictErr := i.verdict(ctx, mall, reason, at)
	if verdictErr != nil {
		i.log.ErrorContext(ctx, "refusal not noted", "mall", mall, "error", verdictErr)
		return connect.RefusedOnce
	}
	if verdict == connect.RefusedForGood {
		i.log.WarnContext(ctx, "mall has to reconnect", "mall", mall, "reason", reason, "error", err)
	}
	return verdict
}

// refusal returns why a call was refused and when it began. The reason is empty
// if it was not refused.
func refusal(err error) (reason string, at time.Time) {
	if forbidden, ok := errors.AsType[*cafe24.ForbiddenError](err); ok {
		if forbidden.MissingScope {
			return "connection.scope", forbidden.CalledAt
		}
		return "connection.app_removed", forbidden.CalledAt
	}
	if auth, ok := errors.AsType[*cafe24.AuthError](err); ok {
		return unauthorized, auth.CalledAt
	}
	return "", time.Time{}
}

const unauthorized = "connection.unauthorized"

func (i *Installer) verdict(ctx context.Context, mall lowstock.MallID, reason string, at time.Time) (connect.Verdict, error) {
	since, state, err := i.store.Mall(mall).NoteRefusal(ctx, reason, at)
	switch {
	case lowstock.ErrorCode(err) == lowstock.CodeNotFound: // connected again, or uninstalled: the refusal does not concern the current connection
		return connect.RefusedOnce, nil
	case err != nil:
		return connect.NoVerdict, err
	case state == lowstock.MallReconnect:
		return connect.RefusedForGood, nil
	case at.Sub(since) < connect.RefusalGap:
		i.log.WarnContext(ctx, "mall refused", "mall", mall, "reason", reason, "since", since)
		return connect.RefusedOnce, nil
	}
	if reason == unauthorized {
		if tried, err := i.freshTried(ctx, mall, since); err != nil || !tried {
			return connect.RefusedOnce, err
		}
	}
	neighbours, err := i.store.Neighbours(ctx, since, at)
	if err != nil {
		return connect.NoVerdict, err
	}
	verdict := neighbours.Judge(at.Sub(since))
	switch verdict {
	case connect.RefusedForGood:
		return verdict, i.store.Mall(mall).MarkReconnect(ctx, reason, at)
	case connect.RefusedMany:
		i.log.WarnContext(ctx, "many malls refused at once; none has to reconnect for it", "mall", mall, "reason", reason,
			"since", since, "refused", neighbours.Refused, "answered", neighbours.Answered)
	case connect.RefusedOnce, connect.NoVerdict:
	}
	return verdict, nil
}

// freshTried reports whether the refusal was confirmed with a fresh token. This
// is so if the token was fresh at the first refusal or was issued after it, or
// if no fresh one can be requested. Otherwise a fresh token may solve the
// problem.
func (i *Installer) freshTried(ctx context.Context, mall lowstock.MallID, since time.Time) (bool, error) {
	token, err := i.store.Mall(mall).Token(ctx)
	if err != nil {
		return false, err
	}
	return token.IssuedAt.After(since.Add(-connect.RefusalGap)) || token.BudgetSpent(i.now()), nil
}
