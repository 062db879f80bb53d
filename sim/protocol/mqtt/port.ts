/** Where brokers listen: mqtt of IANA's service names. */
export const MQTT_PORT = 1883;
