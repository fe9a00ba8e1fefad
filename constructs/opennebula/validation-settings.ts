import { START_SCRIPT_LINE } from "./start-script";
import { OVERLAY_BRIDGE, OVERLAY_NETWORK, PUBLIC_NETWORK } from "./virtual-networks";

const GUEST = "Alpine Linux 3.21";

/**
 * `validation` of the validation suite and of our own tests beside it. The suite's defaults vanish as soon as this dictionary exists, so
 * every key that a switched-on test reads is here.
 */
export function validationSettings(): Record<string, unknown> {
  return {
    run_flexible_ip: true,
    run_overlay_mtu: true,
    // Takes a host down.
    run_flexible_ip_reboot: false,
    run_core_services: true,
    core_services: {
      service_list: [
        { name: "opennebula.service", desc: "OpenNebula core" },
        { name: "opennebula-gate.service", desc: "OneGate" },
        { name: "opennebula-flow.service", desc: "OneFlow" },
        { name: "opennebula-fireedge.service", desc: "FireEdge" },
      ],
      check_fireedge_ui: true,
    },
    run_test_vm: true,
    test_vm: {
      // The suite drops the MAC address of a network that it makes, and without it no Flexible IP works.
      create_vnet: false,
      vnet_name: PUBLIC_NETWORK,
      vm: {
        market_name: GUEST,
        check_connection: true,
        template_extra:
          'MEMORY = "512"\n' +
          'CONTEXT = [ NETWORK = "YES", TOKEN = "YES", REPORT_READY = "YES", SSH_PUBLIC_KEY = "$USER[SSH_PUBLIC_KEY]",\n' +
          `  ${START_SCRIPT_LINE} ]\n`,
      },
    },
    run_storage_benchmark: true,
    storage_benchmark: { vnet_name: PUBLIC_NETWORK, skip_fio_install: false },
    run_network_benchmark: true,
    network_benchmark: { iperf_port: 5201, iperf_test_time: 10 },
    run_conn_matrix: true,
    conn_matrix: { vnet_name: OVERLAY_NETWORK, bridge_name: OVERLAY_BRIDGE, market_name: GUEST, ping_count: 10 },
    run_one_flow: true,
    // One machine in every network, each of which must reach the internet: the overlay has no way out by design.
    networks_verification: false,
    network: { ext_host: "opennebula.io" },
    // Asks questions at the terminal and takes a host down.
    run_vm_ha: false,
    run_fe_ha: false,
    run_ldap_auth: false,
    run_federation: false,
  };
}
