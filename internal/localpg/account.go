package localpg

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"strconv"
	"syscall"
)

// account is the user the server runs as.
type account struct {
	uid, gid int
	drop     bool // this process is root and must become the account
}

// chooseAccount returns the owner of existing data. Without data it returns the current user, or for root an
// unprivileged user.
func chooseAccount(dataDir string) (account, error) {
	me := account{uid: os.Geteuid(), gid: os.Getegid()}
	info, err := os.Stat(dataDir)
	switch {
	case errors.Is(err, os.ErrNotExist) && me.uid == 0:
		return unprivileged()
	case errors.Is(err, os.ErrNotExist):
		return me, nil
	case err != nil:
		return account{}, fmt.Errorf("localpg: %w", err)
	}
	owner, ok := ownerOf(info)
	switch {
	case !ok || owner == me:
		return me, nil
	case owner.uid == 0:
		return account{}, fmt.Errorf("localpg: %w: %s belongs to root, whom PostgreSQL refuses", ErrUnreachable, dataDir)
	case me.uid == 0:
		owner.drop = true
		return owner, nil
	case owner.uid == me.uid:
		return me, nil
	}
	return account{}, fmt.Errorf("localpg: %w: %s belongs to user %d; run as that user or as root, or use another folder",
		ErrUnreachable, dataDir, owner.uid)
}

func unprivileged() (account, error) {
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, uidErr := strconv.Atoi(u.Uid)
		gid, gidErr := strconv.Atoi(u.Gid)
		if uidErr == nil && gidErr == nil && uid != 0 {
			return account{uid: uid, gid: gid, drop: true}, nil
		}
	}
	return account{}, errors.New("localpg: PostgreSQL refuses to run as root and there is no user postgres or nobody; add one or run as another user")
}

// checkNamed refuses a user without a passwd entry. initdb would refuse it too, with a less helpful message.
func (a account) checkNamed() error {
	if _, err := user.LookupId(strconv.Itoa(a.uid)); err != nil {
		return fmt.Errorf("localpg: user %d has no entry in /etc/passwd, which initdb needs; add one (in a container: run as a named user): %w", a.uid, err)
	}
	return nil
}

// give makes the account the owner of a file or folder that this package created.
func (a account) give(path string) error {
	if !a.drop {
		return nil
	}
	if err := os.Lchown(path, a.uid, a.gid); err != nil {
		return fmt.Errorf("localpg: hand over: %w", err)
	}
	return nil
}

func (a account) credential() *syscall.Credential {
	if !a.drop {
		return nil
	}
	return &syscall.Credential{Uid: uint32(a.uid), Gid: uint32(a.gid)} //nolint:gosec // the kernel's numbers, never negative
}

func ownerOf(info os.FileInfo) (account, bool) {
	st, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, false
	}
	return account{uid: int(st.Uid), gid: int(st.Gid)}, true
}
