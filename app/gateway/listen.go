package gateway

import (
	"context"
	"errors"
	"net"
	"net/netip"
	"strconv"
	"strings"
	"syscall"

	"channeldesk/app"
)

const (
	// SettingListen is where the window's gateway listens, as host:port; "" is
	// DefaultListen.
	SettingListen = "gateway_listen"
	// DefaultListen is reached from this computer only.
	DefaultListen = "127.0.0.1:8080"
)

// fieldListen is the field of an address that cannot be used.
const fieldListen = "listen"

// ParseListen reads what a person types for where to listen: host:port, or a port
// alone, which is then of 127.0.0.1. The host is an address of this computer,
// localhost, or nothing or 0.0.0.0 for all of them. "" is DefaultListen. What it
// refuses is CodeInvalid with the field "listen".
func ParseListen(typed string) (string, error) {
	typed = app.CleanName(typed)
	if typed == "" {
		return DefaultListen, nil
	}
	if isDigits(typed) {
		typed = net.JoinHostPort("127.0.0.1", typed)
	}
	host, port, err := net.SplitHostPort(typed)
	if strings.Contains(typed, "/") || err != nil {
		return "", app.Invalid(fieldListen, "Write an address of this computer and a port, for example 127.0.0.1:8080.")
	}
	if _, err := netip.ParseAddr(host); err != nil && host != "" && host != "localhost" {
		return "", app.Invalid(fieldListen, "Before the port stands an address of this computer: 127.0.0.1 for this computer alone, 0.0.0.0 for all of its addresses.")
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return "", app.Invalid(fieldListen, "A port is a number from 1 to 65535.")
	}
	return net.JoinHostPort(host, strconv.FormatUint(n, 10)), nil
}

func isDigits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// OpenToNetwork tells whether other computers can reach what listens there.
func OpenToNetwork(listen string) bool {
	host, _, err := net.SplitHostPort(listen)
	if err != nil || host == "localhost" {
		return false
	}
	a, err := netip.ParseAddr(host)
	return err != nil || !a.Unmap().IsLoopback()
}

// nearby is how many ports behind the wished one FreeListen tries first: a number
// close to the usual one is easier to find again.
const nearby = 20

// FreeListen gives an address with the host of listen and a port that nobody uses
// now; when that host cannot be used, an address of this computer alone.
func FreeListen(ctx context.Context, listen string) (string, error) {
	host, port, err := net.SplitHostPort(listen)
	n, perr := strconv.Atoi(port)
	if err != nil || perr != nil {
		host, n = "127.0.0.1", 8080
	}
	for _, h := range []string{host, "127.0.0.1"} {
		for next := n + 1; next <= min(n+nearby, 65535); next++ {
			if address := net.JoinHostPort(h, strconv.Itoa(next)); TryListen(ctx, address) == nil {
				return address, nil
			}
		}
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(h, "0"))
		if err != nil {
			continue
		}
		address := l.Addr().String()
		if _, free, err := net.SplitHostPort(address); err == nil {
			address = net.JoinHostPort(h, free)
		}
		return address, l.Close()
	}
	return "", app.NewError(CodeCannotListen, app.Say("This computer gives no free port.")).WithField(fieldListen)
}

// TryListen opens an address and closes it again. CodeCannotListen when it cannot
// be opened, with what to do about it.
func TryListen(ctx context.Context, listen string) error {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", listen)
	if err != nil {
		return cannotListen(listen, err)
	}
	return l.Close()
}

// The numbers that Windows gives these mistakes.
const (
	windowsInUse     = syscall.Errno(10048)
	windowsNoAddress = syscall.Errno(10049)
	windowsForbidden = syscall.Errno(10013)
)

// cannotListen explains why an address could not be opened.
func cannotListen(listen string, cause error) *app.Error {
	host, port, _ := net.SplitHostPort(listen)
	is := func(codes ...error) bool {
		for _, c := range codes {
			if errors.Is(cause, c) {
				return true
			}
		}
		return false
	}
	what := app.Say("The gateway cannot listen on {{.Address}}.", "Address", listen)
	fix := app.Say("Choose another address or port, for example 127.0.0.1:8081.")
	switch {
	case is(syscall.EADDRINUSE, windowsInUse):
		what = app.Say("The gateway cannot listen on {{.Address}}: another program uses port {{.Port}}.", "Address", listen, "Port", port)
		fix = app.Say("Choose another port, for example 127.0.0.1:8081, or end the other program.")
	case is(syscall.EADDRNOTAVAIL, windowsNoAddress):
		what = app.Say("The gateway cannot listen on {{.Address}}: {{.Host}} is not an address of this computer.", "Address", listen, "Host", host)
		fix = app.Say("Use 127.0.0.1 for this computer alone, or 0.0.0.0 for all of its addresses.")
	case is(syscall.EACCES, windowsForbidden):
		what = app.Say("The gateway cannot listen on {{.Address}}: the system does not allow port {{.Port}}.", "Address", listen, "Port", port)
		fix = app.Say("Choose a port above 1024, for example 127.0.0.1:8080.")
	}
	return app.NewError(CodeCannotListen, what).WithFix(fix).WithField(fieldListen).Because(cause)
}
