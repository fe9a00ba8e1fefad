# DEPLOYMENT=<name> picks deployments/<name>.yaml (default demo). Variables given to make reach the commands as
# environment variables: DEPLOYMENT, WORKERS, CONFIRM, JSON, CHECK, HOST, COMMAND, IMAGE, SKIP, ONLY.

SHELL := bash
MAKEFLAGS += --no-print-directory
run = . ./env.sh && npm run --silent
# Demo and rehearsal never touch a deployment that the shell was set up for.
demonstrate = export DEPLOYMENT=demo && $(run)
rehearse = export DEPLOYMENT=rehearsal && $(run)

.DEFAULT_GOAL := help
.PHONY: help toolchain demo demo-diff demo-destroy rehearsal rehearsal-toolchain rehearsal-diff rehearsal-ssh rehearsal-destroy test test-metal test-metal-driver infra outputs destroy unlock adopt diagnose status ssh bindings deployment specifics rotate-flexible-ip-key first-vm validation bench review

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-22s %s\n", $$1, $$2 }' Makefile

node_modules: package-lock.json
	@npm ci --engine-strict --no-audit --no-fund >&2 && touch node_modules

toolchain: node_modules ## install what is missing: npm packages, OpenTofu, Terraform providers
	@npm run --silent toolchain

demo: toolchain ## deploy the demo to a simulated Scaleway; WORKERS=3 grows or shrinks it
	@$(demonstrate) operations -- demo

demo-diff: toolchain ## what the next `make demo` would change
	@$(demonstrate) operations -- demo-diff

demo-destroy: toolchain ## take the demo down and prove that nothing is left
	@$(demonstrate) operations -- demo-destroy

rehearsal-toolchain: toolchain ## build what metal servers need: guest image, fabric; Debian packages by apt
	@npm run --silent toolchain:metal

rehearsal: rehearsal-toolchain ## deploy to virtual machines on a simulated Scaleway; WORKERS=2 for three servers
	@$(rehearse) operations -- rehearsal

rehearsal-diff: toolchain ## what the next `make rehearsal` would change
	@$(rehearse) operations -- rehearsal-diff

rehearsal-ssh: toolchain ## log in to one of its servers, by the pinned key; HOST=fe
	@$(rehearse) operations -- rehearsal-ssh

rehearsal-destroy: toolchain ## take the rehearsal down and prove that nothing is left
	@$(rehearse) operations -- rehearsal-destroy

infra: toolchain ## deploy the five stacks; `source .secret` first
	@$(run) operations -- infra

outputs: toolchain ## what was deployed; JSON=1 for programs
	@$(run) operations -- outputs

destroy: toolchain ## destroy a disposable deployment; CONFIRM=<project>
	@$(run) operations -- destroy

unlock: toolchain ## show a lock left by a killed deploy; CONFIRM=<lock id> removes it
	@$(run) operations -- unlock

adopt: toolchain ## rebuild the state of `state` from the account, read-only
	@$(run) operations -- adopt

diagnose: toolchain ## ask the API what is wrong with servers, stock, addresses, keys
	@$(run) operations -- diagnose

status: toolchain ## services, OpenNebula, VMs, Flexible IPs, networks, a running playbook; JSON=1 for programs
	@$(run) operations -- status

ssh: toolchain ## log in to a server by the pinned key; HOST=fe, COMMAND='uptime' runs that instead
	@$(run) operations -- ssh

deployment: toolchain ## install OpenNebula on the servers (Ansible); CHECK=1 only looks
	@$(run) ansible -- deployment

specifics: toolchain ## Flexible IPs follow their virtual machines; after deployment (Ansible)
	@$(run) ansible -- specifics

rotate-flexible-ip-key: toolchain ## new API key and node credentials for it, without a gap (Ansible)
	@$(run) ansible -- rotate-flexible-ip-key

first-vm: toolchain ## a virtual machine that is online by a Flexible IP; IMAGE="Alpine Linux 3.21" (Ansible)
	@$(run) ansible -- first-vm

validation: toolchain ## try the installed cloud out, with a report in reports/; SKIP= or ONLY= some tests (Ansible)
	@$(run) ansible -- validation

test: rehearsal-toolchain ## everything, from types to the real provider on the simulator and to real guests
	@$(run) test:all

test-metal: rehearsal-toolchain ## the whole life of a cloud on virtual machines; some 20 minutes
	@$(run) metal

test-metal-driver: rehearsal-toolchain ## the Flexible-IP driver on virtual machines, as a table; an hour
	@$(run) metal:driver

bench: toolchain ## measure synth, deploy, second plan and destroy
	@$(run) bench

review: toolchain ## what the last commit would change, as Markdown
	@$(run) review

bindings: toolchain ## write .gen anew from the provider's schema
	@$(run) bindings
