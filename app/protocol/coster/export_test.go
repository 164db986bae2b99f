package coster

import (
	"context"
	"net"
)

// SetDial replaces how lines are made.
func SetDial(p *Protocol, dial func(ctx context.Context, network, address string) (net.Conn, error)) {
	p.dial = dial
}
